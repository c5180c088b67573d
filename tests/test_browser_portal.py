"""Staff's journeys through the portal in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE
from tests.portal_browser import (
    QUEUE,
    UTR,
    address,
    badge,
    count,
    dialog,
    open_request,
    press,
    told,
)
from wallet import ledger
from withdrawals.models import CoinWithdrawal, Note
from withdrawals.states import Status

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("javascript", [True, False])
def test_from_login_to_paid_on_a_phone(browse, pending, javascript):
    page = browse(width=PHONE, javascript=javascript)
    page.goto(f"{QUEUE}?tab=review")
    page.get_by_label("Username").fill("meera")
    page.get_by_label("Password").fill("demo")
    press(page, "Sign in")
    open_request(page, pending)
    address(page, f"/portal/requests/{pending.id}/")
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
    address(page, f"open={pending.id}")
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


def test_dialog_tells_its_effect_and_begins_at_the_first_choice(browse, rita, pending):
    page = browse(rita)
    page.goto(f"{QUEUE}?open={pending.id}")
    dialog(page, "Reject and refund")
    box = page.get_by_role("dialog", name="Reject and refund")
    expect(box).to_have_accessible_description("500 coins go back to alice now.")
    expect(box.get_by_role("radio").first).to_be_focused()


def test_release_pay_and_take_back(browse, meera, processing):
    page = browse(meera)
    page.goto(f"{QUEUE}?tab=pay&open={processing.id}")
    dialog(page, "Release")
    page.get_by_label("End of my shift").check()
    press(page, "Release")
    told(page, "back in To review")
    press(page, "Approve")
    told(page, "Approved.")
    page.get_by_label("Transaction ID (UTR)").fill(UTR)
    press(page, "Mark as paid")
    told(page, "Paid.")
    dialog(page, "Payment returned")
    page.get_by_label("The account is closed or blocked").check()
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
