"""From request to request in a real browser: hands that are fast, slow or on keys."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE, assert_accessible
from tests.conftest import give, submitted
from tests.portal_browser import QUEUE, address, badge, press, rested, shows
from withdrawals import claims
from withdrawals.actors import Actor
from withdrawals.models import CoinWithdrawal, Note, StatusChange
from withdrawals.states import Status

pytestmark = pytest.mark.browser


@pytest.fixture
def three(alice):
    give("alice", 1000)
    return [submitted(coins=coins) for coins in (500, 600, 700)]


def test_after_an_act_the_next_one_is_open(browse, meera, three):
    page = browse(meera)
    page.goto(f"{QUEUE}?open={three[0].id}")
    press(page, "Approve")
    shows(page, three[1])
    news = page.locator("#request .alert-success")
    expect(news).to_contain_text(f"{three[0].reference}: Approved.")
    expect(page.locator("#announce")).to_contain_text(three[0].reference)
    expect(page.locator("#tab-review .count")).to_have_text("2")
    expect(page.locator(f"#open-{three[1].id}")).to_have_attribute(
        "aria-current", "true"
    )
    address(page, f"open={three[1].id}")
    assert_accessible(page)
    news.get_by_role("link").click()
    shows(page, three[0])
    badge(page, "Processing")


def click(page):
    page.evaluate("document.querySelector('[data-key=a]:enabled')?.click()")


def type_a(page):
    page.keyboard.press("a")


def rapidly(page, act):
    """Wherever the button is by then; the page's clock stands still between."""
    for _ in range(4):
        act(page)
        page.clock.run_for(60)


@pytest.mark.parametrize("act", [click, type_a])
@pytest.mark.parametrize(
    "place", ["{queue}?open={id}", "/portal/requests/{id}/?tab=review"]
)
def test_rapid_clicks_make_one_act(browse, meera, three, place, act):
    page = browse(meera)
    page.clock.install()
    page.goto(place.format(queue=QUEUE, id=three[0].id))
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 1)
    with page.expect_response(re.compile("/start/")):
        rapidly(page, act)
    expect(page.locator("#request-title")).to_have_text(three[1].reference)
    rapidly(page, act)
    page.clock.resume()
    shows(page, three[1])
    page.wait_for_load_state("networkidle")
    assert StatusChange.objects.filter(to_status=Status.PROCESSING).count() == 1


@pytest.mark.parametrize("javascript", [True, False])
def test_three_on_a_phone_one_after_the_other(browse, rita, three, javascript):
    page = browse(rita, width=PHONE, javascript=javascript)
    page.goto(QUEUE)
    page.get_by_role("link", name=three[0].reference, exact=True).click()
    for each, following in zip(three, [*three[1:], three[2]], strict=True):
        expect(page.locator("#request-title")).to_have_text(each.reference)
        rested(page)
        press(page, "Approve")
        if javascript:
            shows(page, following)  # from then on no button hears for a moment
        expect(page.locator("#request-title")).to_have_text(following.reference)
        expect(page.locator(".alert-success")).to_contain_text("Approved.")
    badge(page, "Processing")
    assert not CoinWithdrawal.objects.filter(status=Status.PENDING).exists()


def test_next_and_previous_and_back(browse, meera, three):
    page = browse(meera)
    page.goto(f"{QUEUE}?open={three[0].id}")
    page.get_by_role("link", name="Next request").click()
    shows(page, three[1])
    page.get_by_role("link", name="Next request").click()
    shows(page, three[2])
    page.get_by_role("link", name="Next request").click()
    expect(page.locator("#request .alert")).to_contain_text("No request comes after")
    page.get_by_role("link", name="Previous request").click()
    shows(page, three[1])
    page.go_back()
    expect(page.locator("#request-title")).to_have_text(three[2].reference)


@pytest.mark.parametrize(("width", "scheme"), [(1440, "dark"), (PHONE, "light")])
def test_taking_and_acting_all_the_same(browse, meera, pavan, three, width, scheme):
    page = browse(meera, width=width, scheme=scheme)
    place = QUEUE + "?open={}" if width == 1440 else "/portal/requests/{}/"
    page.goto(place.format(three[0].id))
    press(page, "Take")
    expect(page.locator("#claim")).to_contain_text("You have this, 15 min left")
    expect(page.locator("#request-title")).to_be_focused()
    assert_accessible(page)
    claims.take(three[0].id, actor=Actor.staff(pavan), over="meera")
    press(page, "Approve")
    alert = page.locator("#request").get_by_role("alert")
    expect(alert).to_contain_text("pavan has this request")
    assert_accessible(page)
    press(page, "Approve all the same")
    expect(page.locator(".alert-success")).to_contain_text("Approved.")
    page.goto(f"{QUEUE}?tab=all&open={three[1].id}")
    assert_accessible(page)
    assert Note.objects.filter(kind=Note.Kind.TAKEOVER).count() == 1
