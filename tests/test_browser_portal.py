"""Staff's journeys through the portal in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PHONE
from tests.conftest import give, submitted
from wallet import ledger
from withdrawals import transitions
from withdrawals.actors import Actor
from withdrawals.models import CoinWithdrawal, Note, StatusChange
from withdrawals.states import Status

pytestmark = pytest.mark.browser

QUEUE = "/portal/"
UTR = "512345678901"


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def open_request(page: Page, withdrawal: CoinWithdrawal) -> None:
    page.get_by_role("link", name=withdrawal.reference, exact=True).first.click()
    title = page.locator("#request-title")
    expect(title).to_have_text(withdrawal.reference)


def badge(page: Page, words: str) -> None:
    expect(page.locator("#request .badge")).to_have_text(words)


def count(page: Page, tab: str, number: int) -> None:
    expect(page.locator(f"#tab-{tab} .count")).to_have_text(str(number))


def told(page: Page, words: str) -> None:
    """It was read out, and stands in the request, whose heading has the focus."""
    expect(page.locator("#announce")).to_contain_text(words)
    expect(page.locator("#request .alert")).to_contain_text(words)
    expect(page.locator("#request-title")).to_be_focused()


def dialog(page: Page, button: str) -> None:
    page.locator("summary", has_text=button).click()
    expect(page.get_by_role("dialog")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_from_login_to_paid_on_a_phone(browse, pending, javascript):
    page = browse(width=PHONE, javascript=javascript)
    page.goto(f"{QUEUE}?tab=review")
    page.get_by_label("Username").fill("meera")
    page.get_by_label("Password").fill("demo")
    press(page, "Sign in")
    open_request(page, pending)
    assert f"/portal/requests/{pending.id}/" in page.url
    press(page, "Approve")
    badge(page, "Processing")
    press(page, "Mark as paid")
    expect(page.locator("#id_utr")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Transaction ID (UTR)").fill(UTR)
    press(page, "Mark as paid")
    badge(page, "Completed")
    page.get_by_role("link", name="Queue").last.click()
    assert CoinWithdrawal.objects.get().utr == UTR


def test_approve_and_pay_beside_the_list(browse, meera, pending):
    page = browse(meera)
    page.goto(QUEUE)
    count(page, "review", 1)
    open_request(page, pending)
    assert f"open={pending.id}" in page.url
    expect(page.locator("#request-title")).to_be_focused()
    press(page, "Approve")
    told(page, "Approved.")
    count(page, "review", 0)
    count(page, "pay", 1)
    page.locator("#tab-pay").click()
    expect(page.locator(f"#open-{pending.id}")).to_have_attribute(
        "aria-current", "true"
    )
    page.get_by_label("Transaction ID (UTR)").fill(UTR)
    press(page, "Mark as paid")
    told(page, f"with transaction ID {UTR}")
    count(page, "pay", 0)
    expect(page.locator(f"#row-{pending.id}")).to_have_count(0)


def test_used_transaction_id_names_the_payment_and_is_kept(
    browse, meera, completed, processing
):
    page = browse(meera)
    page.goto(f"{QUEUE}?tab=pay&open={processing.id}")
    page.get_by_label("Transaction ID (UTR)").fill(completed.utr)
    press(page, "Mark as paid")
    expect(page.locator("#id_utr-error a")).to_have_text(completed.reference)
    expect(page.locator("#id_utr")).to_have_value(completed.utr)
    badge(page, "Processing")
    page.locator("#id_utr-error a").click()
    badge(page, "Completed")


def test_failing_says_and_does_the_refund(browse, meera, processing):
    page = browse(meera)
    page.goto(f"{QUEUE}?tab=pay&open={processing.id}")
    dialog(page, "Fail and refund")
    box = page.get_by_role("dialog")
    expect(box).to_contain_text("500 coins go back to alice now")
    box.get_by_role("button", name="Fail and refund 500 coins").click()
    expect(box.get_by_role("alert")).to_be_visible()
    assert ledger.balance("alice") == 1500
    box.get_by_label("Other", exact=True).check()
    box.get_by_label("Details").fill("Closed account")
    box.get_by_role("button", name="Fail and refund 500 coins").click()
    told(page, "500 coins are back with alice")
    expect(box).to_have_count(0)
    count(page, "pay", 0)
    assert ledger.balance("alice") == 2000


def test_dialog_that_is_cancelled_changes_nothing(browse, meera, processing):
    page = browse(meera)
    page.goto(f"{QUEUE}?tab=pay&open={processing.id}")
    for way in ("button", "key"):
        dialog(page, "Fail and refund")
        press(page, "Cancel") if way == "button" else page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.locator("summary", has_text="Fail and refund")).to_be_focused()
    assert CoinWithdrawal.objects.get().status == Status.PROCESSING


def test_release_pay_and_take_back(browse, meera, processing):
    page = browse(meera)
    page.goto(f"{QUEUE}?tab=pay&open={processing.id}")
    dialog(page, "Release")
    page.get_by_label("Reason, for staff").fill("Not sure")
    press(page, "Release")
    told(page, "back in To review")
    press(page, "Approve")
    told(page, "Approved.")
    page.get_by_label("Transaction ID (UTR)").fill(UTR)
    press(page, "Mark as paid")
    told(page, "Paid.")
    dialog(page, "Payment returned")
    page.get_by_label("Reason, shown to the user").fill("Account frozen")
    press(page, "Refund 500 coins")
    told(page, "Payment returned. 500 coins are back with alice")
    badge(page, "Failed")


def test_note_and_message(browse, meera, pending):
    page = browse(meera)
    page.goto(f"{QUEUE}?open={pending.id}")
    page.get_by_label("Add a note for staff").fill("Called the bank")
    press(page, "Add note")
    told(page, "Note added.")
    expect(page.locator(".notes")).to_contain_text("Called the bank")
    page.get_by_role("textbox", name="Message to the user").fill("We need a day")
    press(page, "Save")
    told(page, "Message saved.")
    assert Note.objects.count() == 2
    press(page, "Approve")  # on the version that the message made
    told(page, "Approved.")


def test_second_of_two_people_reads_who_was_first(browse, meera, ada, processing):
    first, second = browse(meera), browse(ada)
    for page in (first, second):
        page.goto(f"{QUEUE}?tab=pay&open={processing.id}")
        page.get_by_label("Transaction ID (UTR)").fill("999988887777")
    second.get_by_label("Transaction ID (UTR)").fill(UTR)
    press(first, "Mark as paid")
    told(first, "Paid.")
    press(second, "Mark as paid")
    alert = second.locator("#request").get_by_role("alert")
    expect(alert).to_contain_text("Paid by meera, now.")
    expect(alert).to_contain_text(UTR)
    badge(second, "Completed")
    count(second, "pay", 0)
    assert CoinWithdrawal.objects.get().utr == "999988887777"


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
    assert "q=ali" in page.url
    open_request(page, pending)
    press(page, "Approve")
    told(page, "Approved.")
    count(page, "review", 1)
    expect(page.get_by_role("searchbox")).to_have_value("ali")
    expect(page.locator("#result-count")).to_have_text(re.compile("^0 request"))
    assert "q=ali" in page.url


def test_filter_its_chip_and_the_way_back(browse, meera, pending, processing, bob):
    page = browse(meera)
    page.goto(f"{QUEUE}?tab=all")
    page.locator("summary", has_text="Status").click()
    page.get_by_label("Processing", exact=True).check()
    press(page, "Apply")
    expect(page.locator(f"#row-{pending.id}")).to_have_count(0)
    assert "status=processing" in page.url
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
    assert "open=" not in page.url


def test_closed_pane_gives_the_focus_back_to_its_row(browse, meera, pending):
    page = browse(meera)
    page.goto(QUEUE)
    open_request(page, pending)
    page.get_by_role("link", name="Close request").click()
    expect(page.locator("#no-request")).to_be_visible()
    expect(page.locator(f"#open-{pending.id}")).to_be_focused()
    assert "open=" not in page.url


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


def tab_to(page: Page, selector: str) -> None:
    target = page.locator(selector)
    for _ in range(60):
        page.keyboard.press("Tab")
        if target.evaluate("each => each === document.activeElement"):
            return
    raise AssertionError(f"Tab does not reach {selector}")


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
    transitions.start(pending.id, actor=Actor.staff(meera))
