"""The list and what is open beside it, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.conftest import give, submitted
from tests.portal_browser import (
    QUEUE,
    UTR,
    address,
    count,
    open_request,
    press,
    tab_to,
    told,
)
from withdrawals.models import CoinWithdrawal, Note, StatusChange
from withdrawals.states import Status

pytestmark = pytest.mark.browser


def test_double_click_makes_one_act(browse, meera, pending):
    page = browse(meera)
    page.goto(f"{QUEUE}?open={pending.id}")
    page.get_by_role("button", name="Approve").dblclick()
    told(page, "Approved.")
    page.get_by_label("Add a note for staff").fill("Once")
    page.get_by_role("button", name="Add note").dblclick()
    told(page, "Note added.")
    assert StatusChange.objects.filter(to_status=Status.PROCESSING).count() == 1
    assert Note.objects.count() == 1


def test_act_on_a_search_keeps_the_search(browse, meera, bob, pending):
    submitted("bob", 100)
    page = browse(meera)
    page.goto(QUEUE)
    page.get_by_role("searchbox").press_sequentially("ali", delay=20)
    expect(page.locator("#result-count")).to_have_text(re.compile("^1 request"))
    address(page, "q=ali")
    open_request(page, pending)
    press(page, "Approve")
    told(page, "Approved.")
    count(page, "review", 1)
    expect(page.get_by_role("searchbox")).to_have_value("ali")
    expect(page.locator("#result-count")).to_have_text(re.compile("^0 request"))
    address(page, "q=ali")


def test_filter_its_chip_and_the_way_back(browse, meera, pending, processing, bob):
    page = browse(meera)
    page.goto(f"{QUEUE}?tab=all")
    page.locator("summary", has_text="Status").click()
    page.get_by_label("Processing", exact=True).check()
    press(page, "Apply")
    expect(page.locator(f"#row-{pending.id}")).to_have_count(0)
    address(page, "status=processing")
    page.reload()
    expect(page.locator(f"#row-{pending.id}")).to_have_count(0)
    page.get_by_role("link", name="Remove filter").click()
    expect(page.locator(f"#row-{pending.id}")).to_be_visible()
    page.go_back()
    expect(page.locator(f"#row-{pending.id}")).to_have_count(0)
    page.go_back()
    expect(page.locator(f"#row-{pending.id}")).to_be_visible()


def test_back_from_an_open_request_is_the_list(browse, meera, pending, processing):
    page = browse(meera)
    page.goto(f"{QUEUE}?tab=all")
    open_request(page, pending)
    open_request(page, processing)
    page.go_back()
    expect(page.locator("#request-title")).to_have_text(pending.reference)
    page.go_back()
    expect(page.locator("#no-request")).to_be_visible()
    expect(page).not_to_have_url(re.compile("open="))


def test_closed_pane_gives_the_focus_back_to_its_row(browse, meera, pending):
    page = browse(meera)
    page.goto(QUEUE)
    open_request(page, pending)
    page.get_by_role("link", name="Close request").click()
    expect(page.locator("#no-request")).to_be_visible()
    expect(page.locator(f"#open-{pending.id}")).to_be_focused()
    expect(page).not_to_have_url(re.compile("open="))


def test_keyboard_alone_pays_a_request(browse, meera, pending):
    page = browse(meera)
    page.goto(QUEUE)
    tab_to(page, "#tab-review")
    page.keyboard.press("Enter")
    expect(page.locator("#tab-review")).to_be_focused()
    tab_to(page, f"#open-{pending.id}")
    page.keyboard.press("Enter")
    expect(page.locator("#request-title")).to_be_focused()
    tab_to(page, "button:text-is('Approve')")
    page.keyboard.press("Enter")
    told(page, "Approved.")
    tab_to(page, "#id_utr")
    page.keyboard.type(UTR)
    page.keyboard.press("Enter")
    told(page, "Paid.")
    assert CoinWithdrawal.objects.get().status == Status.COMPLETED


def test_pages_turn_and_come_back(browse, rita):
    give("alice", 10_000)
    made = [submitted("alice", 100) for _ in range(30)]
    page = browse(rita)
    page.goto(QUEUE)
    page.get_by_role("link", name="Next").click()
    expect(page.locator(f"#row-{made[29].id}")).to_be_visible()
    expect(page.locator("tr[id^=row]")).to_have_count(5)
    page.get_by_role("link", name="Previous").click()
    expect(page.locator(f"#row-{made[0].id}")).to_be_visible()
    page.locator("#sort-created_at").click()
    expect(page.locator("#sort-created_at")).to_be_focused()
    expect(page.locator("tr[id^=row]").first).to_have_id(f"row-{made[29].id}")


def test_session_that_ended_leads_to_the_login_and_back(browse, meera, pending):
    page = browse(meera)
    page.goto(f"{QUEUE}?open={pending.id}")
    page.context.clear_cookies()
    page.locator("#tab-all").click()
    expect(page).to_have_title(re.compile("Sign in"))
    page.get_by_label("Username").fill("meera")
    page.get_by_label("Password").fill("demo")
    press(page, "Sign in")
    expect(page.locator("#request-title")).to_have_text(pending.reference)
