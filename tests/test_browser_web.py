"""The users' journeys in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import DESKTOP, PHONE, assert_accessible
from wallet import ledger
from withdrawals import transitions
from withdrawals.actors import Actor
from withdrawals.models import CoinWithdrawal
from withdrawals.states import Status

pytestmark = pytest.mark.browser

FORM = "/withdraw/"
WIDTHS = [DESKTOP, PHONE]
SCENES = [(DESKTOP, "light"), (PHONE, "dark")]


def fill(page: Page, coins: str, upi_id: str = "alice@ybl") -> None:
    page.get_by_label("Coins", exact=True).fill(coins)
    page.get_by_label("UPI ID").fill(upi_id)
    page.get_by_role("button", name="Continue").click()


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words).click()


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("width", WIDTHS)
def test_from_login_over_a_mistake_to_a_request_and_back(
    browse, alice, width, javascript
):
    page = browse(width=width, javascript=javascript)
    page.goto(FORM)
    page.get_by_label("Username").fill("alice")
    page.get_by_label("Password").fill("demo")
    press(page, "Sign in")
    fill(page, "50", "alice@okhdfc")
    expect(page).to_have_title("Error: Withdraw coins")
    fill(page, "500", "alice@okhdfcbank")
    heading(page, "Check your withdrawal")
    press(page, "Withdraw ₹50.00")
    expect(page.get_by_text("We have your request")).to_be_visible()
    page.get_by_role("link", name="Cancel this withdrawal").click()
    press(page, "Cancel withdrawal")
    expect(page.get_by_text("Your coins are back")).to_be_visible()
    assert CoinWithdrawal.objects.get().status == Status.CANCELLED
    assert ledger.balance("alice") == 2000


def test_focus_goes_to_the_error_summary_and_on_to_the_field(browse, alice):
    page = browse(alice, width=PHONE)
    page.goto(FORM)
    fill(page, "50", "alice@okhdfc")
    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_role("link", name="We do not know “okhdfc”").click()
    expect(page.get_by_label("UPI ID")).to_be_focused()
    expect(page.get_by_label("UPI ID")).to_have_value("alice@okhdfc")


def test_whole_way_by_the_keyboard_alone(browse, alice):
    page = browse(alice)
    page.goto(FORM)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("500")
    for _ in range(4):  # over the three amounts to the UPI ID
        page.keyboard.press("Tab")
    page.keyboard.type("alice@ybl")
    page.keyboard.press("Enter")
    heading(page, "Check your withdrawal")
    press_by_key(page, "Withdraw ₹50.00")
    expect(page.get_by_text("We have your request")).to_be_visible()


def press_by_key(page: Page, words: str) -> None:
    button = page.get_by_role("button", name=words)
    for _ in range(12):
        page.keyboard.press("Tab")
        if button.evaluate("button => button === document.activeElement"):
            break
    page.keyboard.press("Enter")


def test_amount_for_one_tap_shows_its_rupees(browse, alice):
    page = browse(alice, width=PHONE)
    page.goto(FORM)
    press(page, "All 2,000")
    expect(page.get_by_label("Coins", exact=True)).to_have_value("2000")
    expect(page.locator("#rupees")).to_have_text("= ₹200.00")


def test_back_button_after_sending_finds_no_old_form(browse, alice):
    page = browse(alice)
    page.goto(FORM)
    fill(page, "500")
    press(page, "Withdraw ₹50.00")
    expect(page).to_have_url(re.compile("/withdraw/[0-9a-f-]{36}/"))
    page.go_back()
    heading(page, "Withdraw coins")
    expect(page.get_by_label("Coins", exact=True)).to_have_value("")
    assert CoinWithdrawal.objects.count() == 1


def test_button_pressed_twice_makes_one_request(browse, alice):
    page = browse(alice)
    page.goto(FORM)
    fill(page, "500")
    page.get_by_role("button", name="Withdraw ₹50.00").dblclick()
    expect(page.get_by_text("We have your request")).to_be_visible()
    assert CoinWithdrawal.objects.count() == 1


def test_two_tabs_with_other_amounts_make_one_request(browse, alice):
    page = browse(alice)
    page.goto(FORM)
    fill(page, "500")
    heading(page, "Check your withdrawal")
    other = page.context.new_page()
    other.goto(FORM)
    fill(other, "700")
    press(other, "Withdraw ₹70.00")
    expect(other.get_by_text("We have your request")).to_be_visible()
    press(page, "Withdraw ₹50.00")
    expect(page.get_by_text("This form was sent before")).to_be_visible()
    assert CoinWithdrawal.objects.get().coins_amount == 700


def test_cancelling_while_staff_approves(browse, pending, meera, alice):
    page = browse(alice, width=PHONE)
    page.goto(f"/withdraw/{pending.id}/cancel/")
    transitions.start(pending.id, actor=Actor.staff(meera))
    press(page, "Cancel withdrawal")
    expect(page.get_by_role("alert")).to_contain_text("Already being paid")
    assert_accessible(page)


@pytest.mark.parametrize(("width", "scheme"), SCENES)
def test_every_page_is_accessible(browse, request_in, alice, width, scheme):
    # Those that give coins back first: alice has 2,000.
    every = [f"/withdraw/{request_in(status).id}/" for status in reversed(Status)]
    pages = [FORM, "/withdraw/history/", every[-1] + "cancel/", "/nowhere/"]
    page = browse(alice, width=width, scheme=scheme)
    for address in pages + every:
        page.goto(address)
        assert_accessible(page)


@pytest.mark.parametrize(("width", "scheme"), SCENES)
def test_every_step_of_the_form_is_accessible(browse, alice, width, scheme):
    page = browse(alice, width=width, scheme=scheme)
    page.goto(FORM)
    for coins in ("50", "500"):
        fill(page, coins, "alice@okhdfc" if coins == "50" else "alice@ybl")
        assert_accessible(page)
    press(page, "Withdraw ₹50.00")
    expect(page.get_by_text("We have your request")).to_be_visible()
    assert_accessible(page)


@pytest.mark.parametrize(("width", "scheme"), SCENES)
def test_login_is_accessible(browse, width, scheme):
    page = browse(width=width, scheme=scheme)
    page.goto("/accounts/login/")
    assert_accessible(page)
    press(page, "Sign in")
    expect(page.locator(".error-summary")).to_be_focused()
    assert_accessible(page)
