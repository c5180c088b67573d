"""Every state of the portal's pages, as axe and a narrow screen meet them."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import DESKTOP, PHONE, assert_accessible
from tests.crowd import make, row
from withdrawals import notes, transitions
from withdrawals.actors import Actor
from withdrawals.models import CoinWithdrawal
from withdrawals.states import Status

pytestmark = pytest.mark.browser

NARROW = 320
LONG = "x" * 200
SCENES = [(DESKTOP, "light"), (PHONE, "dark")]


@pytest.fixture
def one_of_each(request_in, meera, bob) -> dict[Status, CoinWithdrawal]:
    """A request in each status, with notes, and rows with very long words."""
    actor = Actor.staff(meera)
    made = {}
    for status in (Status.FAILED, Status.CANCELLED, *list(Status)[:3]):
        made[status] = request_in(status)
        notes.add_note(made[status].id, "Called the bank\nTwice", actor=actor)
        notes.edit_message(made[status].id, "We need a day more", actor=actor)
    make(row(user_id=LONG, upi_id=f"{LONG}@okhdfcbank", coins=100_000))
    return made


def pages(made: dict[Status, CoinWithdrawal]) -> list[str]:
    """The addresses of all states that have one."""
    queue = [f"/portal/?tab=all&open={each.id}" for each in made.values()]
    alone = [f"/portal/requests/{each.id}/" for each in made.values()]
    return [
        "/portal/",
        *queue,
        *alone,
        "/portal/?tab=mine&q=nothing&status=failed&least=5&user=somebody",
        "/portal/?tab=late",
        "/portal/?tab=all&since=never&least=NaN",
        "/portal/cheat-sheet/",
        "/portal/users/",
        "/portal/users/?user_id=alice",
        "/portal/users/?user_id=bob",
        "/portal/users/?user_id=nobody",
        "/portal/requests/00000000-0000-7000-8000-000000000000/",
    ]


@pytest.mark.parametrize(("width", "scheme"), SCENES)
def test_every_page_is_accessible(browse, meera, one_of_each, width, scheme):
    page = browse(meera, width=width, scheme=scheme)
    for url in pages(one_of_each):
        page.goto(url)
        assert_accessible(page)


@pytest.mark.parametrize("who", ["asha", "rita"])
def test_pages_of_those_who_may_less_are_accessible(browse, one_of_each, request, who):
    page = browse(request.getfixturevalue(who))
    for status in (Status.PENDING, Status.PROCESSING, Status.COMPLETED):
        page.goto(f"/portal/?open={one_of_each[status].id}")
        expect(page.locator("#request-title")).to_be_visible()
        assert_accessible(page)


def test_page_that_one_may_not_open_is_accessible(browse, alice):
    page = browse(alice)
    page.goto("/portal/")
    assert_accessible(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_nothing_scrolls_sideways_at_320_pixels(browse, meera, one_of_each, javascript):
    page = browse(meera, width=NARROW, javascript=javascript)
    for url in pages(one_of_each):
        page.goto(url)
        sideways(page, url)


def sideways(page: Page, url: str) -> None:
    wide = "document.documentElement.scrollWidth - window.innerWidth"
    assert page.evaluate(wide) <= 0, url


@pytest.mark.parametrize(("width", "scheme"), SCENES)
def test_what_opens_over_the_page_is_accessible(
    browse, meera, one_of_each, width, scheme
):
    page = browse(meera, width=width, scheme=scheme)
    page.goto("/portal/?tab=all&least=x")
    for name in ("Status", "Filters"):
        menu = page.locator("#queue summary", has_text=name)
        if not menu.evaluate("each => each.parentElement.open"):
            menu.click()
        assert_accessible(page)
        page.keyboard.press("Escape")
    page.locator("summary.account").click()
    assert_accessible(page)
    for status, button in [
        (Status.PENDING, "Reject and refund"),
        (Status.PROCESSING, "Fail and refund"),
        (Status.PROCESSING, "Release"),
        (Status.COMPLETED, "Payment returned"),
    ]:
        page.goto(f"/portal/requests/{one_of_each[status].id}/")
        page.locator("summary", has_text=button).click()
        box = page.get_by_role("dialog")
        expect(box).to_be_visible()
        assert_accessible(page)
        box.locator("button[type=submit]").click()
        expect(box.get_by_role("alert")).to_be_visible()
        assert_accessible(page)


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_news_of_an_act_are_accessible(browse, meera, ada, one_of_each, width):
    page = browse(meera, width=width)
    pending, processing = one_of_each[Status.PENDING], one_of_each[Status.PROCESSING]
    place = "/portal/?open={}" if width == DESKTOP else "/portal/requests/{}/"
    page.goto(place.format(processing.id))
    page.locator("#id_utr").fill("?")
    page.get_by_role("button", name="Mark as paid").click()
    expect(page.locator("#id_utr")).to_have_attribute("aria-invalid", "true")
    assert_accessible(page)
    page.goto(place.format(pending.id))
    transitions.start(pending.id, actor=Actor.staff(ada))
    page.get_by_role("button", name="Approve").click()
    expect(page.locator("#request .alert-warning")).to_contain_text("Approved by ada")
    expect(page.locator(".htmx-request")).to_have_count(0)  # the list came anew
    assert_accessible(page)
    page.locator("#id_utr").fill("512345678901")
    page.get_by_role("button", name="Mark as paid").click()
    expect(page.locator("#request .alert-success")).to_contain_text("Paid.")
    expect(page.locator(".htmx-request")).to_have_count(0)  # the list came anew
    assert_accessible(page)


def test_status_is_told_by_words_and_columns_stay_in_the_table(
    browse, meera, one_of_each
):
    page = browse(meera, width=PHONE)
    page.goto("/portal/?tab=all")
    cells = page.get_by_role("cell", name=re.compile("^(Pending|Paid|Completed)$"))
    expect(cells.first).to_be_visible()


def test_refused_answer_is_told_and_nothing_is_sent_again(browse, meera, pending):
    page = browse(meera)
    page.goto(f"/portal/?open={pending.id}")
    page.wait_for_load_state("networkidle")
    sent: list[str] = []
    page.on("request", lambda each: sent.append(each.method))
    page.route("**/start/**", lambda route: route.fulfill(status=404))
    page.get_by_role("button", name="Approve").click()
    expect(page.locator(".retry")).to_contain_text("This request is not here")
    assert_accessible(page)
    assert sent == ["POST"]
