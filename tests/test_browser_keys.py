"""Reviewing with the keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE, assert_accessible
from tests.conftest import give, submitted
from tests.portal_browser import QUEUE, rested, shows
from withdrawals import claims
from withdrawals.models import CoinWithdrawal, Note
from withdrawals.portal import staff_settings
from withdrawals.states import Status

pytestmark = pytest.mark.browser
REST = 750  # ms after an act in which no button hears, and more


@pytest.fixture
def three(alice):
    give("alice", 1000)
    return [submitted(coins=coins) for coins in (500, 600, 700)]


@pytest.fixture
def queue(browse, meera, three):
    page = browse(meera)
    page.goto(QUEUE)
    return page


def hit(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def test_three_requests_are_reviewed_and_paid_by_keys_alone(queue, three):
    hit(queue, "j", "Enter")
    shows(queue, three[0])
    hit(queue, "a")
    shows(queue, three[1])
    rested(queue)
    hit(queue, "f")
    expect(queue.get_by_role("dialog")).to_be_visible()
    hit(queue, "a", "j", "Space", "Enter")  # letters do nothing here
    shows(queue, three[2])
    rested(queue)
    hit(queue, "a")
    expect(queue.locator("#request .badge")).to_have_text("Processing")
    queue.goto(f"{QUEUE}?tab=pay&open={three[0].id}")
    for number, following in ((1, three[2]), (2, None)):
        hit(queue, "c")
        queue.keyboard.type(f"51234567890{number}")
        hit(queue, "Enter")
        if following:
            shows(queue, following)
            rested(queue)
    expect(queue.locator("#request .badge")).to_have_text("Completed")
    statuses = [CoinWithdrawal.objects.get(pk=each.pk).status for each in three]
    assert statuses == [Status.COMPLETED, Status.FAILED, Status.COMPLETED]


def test_moving_taking_copying_noting_closing(queue, three):
    hit(queue, "j", "j", "j", "k")
    expect(queue.locator(f"#open-{three[1].id}")).to_be_focused()
    hit(queue, "Enter")
    shows(queue, three[1])
    hit(queue, "ArrowRight")
    shows(queue, three[2])
    hit(queue, "ArrowLeft")
    shows(queue, three[1])
    hit(queue, "t")
    expect(queue.locator("#claim")).to_contain_text("You have this")
    expect(queue.locator(f"#row-{three[1].id} .held")).to_contain_text("you")
    hit(queue, "t")
    expect(queue.locator("#claim")).to_have_count(0)
    queue.context.grant_permissions(["clipboard-read", "clipboard-write"])
    hit(queue, "y")
    expect(queue.locator("#announce")).to_have_text("Copied alice@okhdfcbank")
    hit(queue, "n")
    queue.keyboard.type("ajkt?")
    expect(queue.locator("#id_note")).to_have_value("ajkt?")
    hit(queue, "Escape")
    shows(queue, three[1])
    hit(queue, "/")
    expect(queue.get_by_role("searchbox")).to_be_focused()
    hit(queue, "Escape", "Escape")
    expect(queue.locator("#no-request")).to_be_visible()
    assert not Note.objects.exists()
    assert claims.of(three[1].id) is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_help_opens_is_accessible_and_closes(browse, meera, three, scheme):
    page = browse(meera, scheme=scheme)
    page.goto(f"{QUEUE}?open={three[0].id}")
    hit(page, "?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    assert_accessible(page)
    hit(page, "a", "Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert not CoinWithdrawal.objects.exclude(status=Status.PENDING).exists()
    expect(page.locator("#request-title")).to_be_visible()


def test_keys_are_off_where_they_would_be_in_the_way(queue, three):
    queue.locator("#queue summary", has_text="Status").click()
    hit(queue, "j")
    expect(queue.locator("tbody a:focus")).to_have_count(0)
    hit(queue, "Escape", "Control+j", "Alt+j", "Shift+J")
    expect(queue.locator("tbody a:focus")).to_have_count(0)


def test_who_turned_the_keys_off_has_none(browse, rita, three):
    staff_settings.change(rita, shortcuts=False)
    page = browse(rita)
    page.goto(f"{QUEUE}?open={three[0].id}")
    hit(page, "j", "a", "?")
    page.wait_for_timeout(300)
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert not CoinWithdrawal.objects.exclude(status=Status.PENDING).exists()


def test_without_a_script_there_is_no_help_to_open(browse, rita, three):
    for scene in ({"javascript": False}, {"width": PHONE}):
        page = browse(rita, **scene)
        page.goto(QUEUE)
        expect(page.locator(".keys-help")).to_be_hidden()


def test_press_that_comes_too_soon_is_told_of(browse, meera, three):
    page = browse(meera)
    page.clock.install()
    page.goto(f"{QUEUE}?open={three[0].id}")
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 1)
    hit(page, "a")
    shows(page, three[1])
    hit(page, "a")
    told = page.get_by_text(f"{three[1].reference} has just opened. Press again")
    expect(told.first).to_be_visible()
    page.clock.run_for(REST)
    hit(page, "a")
    shows(page, three[2])


def test_selected_rows_are_approved_by_keys_alone(queue, three):
    hit(queue, "j", "x", "j", "x", "b")
    expect(queue.get_by_role("button", name="Approve…")).to_be_focused()
    hit(queue, "Enter")
    expect(queue.get_by_role("heading", name="Approve requests")).to_be_focused()
    hit(queue, "Tab", "Enter")
    expect(queue.get_by_role("heading", name="2 approved")).to_be_focused()
