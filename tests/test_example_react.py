"""examples/react: the form in chromium, which npm builds."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.api import APP_KEY
from tests.browser import PHONE, assert_accessible
from tests.react_form import FOLDER, form, form_built  # noqa: F401 (fixtures)
from wallet import ledger
from withdrawals import transitions, upi
from withdrawals.actors import Actor
from withdrawals.exceptions import InvalidUPIID
from withdrawals.models import CoinWithdrawal

browser = pytest.mark.browser
UPI = "alice@okhdfcbank"


@pytest.fixture
def page(browse, alice, form) -> Page:  # noqa: F811
    page: Page = browse(width=PHONE)
    page.clock.install()
    page.goto(form)
    expect(page.get_by_label("Coins")).to_be_visible()
    return page


def fill(page: Page, coins: str, upi_id: str = UPI) -> None:
    page.get_by_label("Coins").fill(coins)
    page.get_by_label("UPI ID").fill(upi_id)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def expect_heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


@browser
def test_a_request_is_made_and_followed_to_its_end(page, meera):
    fill(page, "500")
    expect(page.get_by_text("= ₹50.00")).to_be_visible()
    press(page, "Withdraw")
    expect_heading(page, "Waiting for review")
    id_, boss = CoinWithdrawal.objects.get().id, Actor.staff(meera)
    transitions.start(id_, actor=boss)
    page.clock.fast_forward(15_000)
    expect_heading(page, "Approved, the payment is on its way")
    transitions.complete(id_, utr="632600000001", actor=boss)
    page.clock.fast_forward(15_000)
    expect_heading(page, "Paid")
    press(page, "Back")
    expect(page.get_by_text("1,500 coins")).to_be_visible()
    expect(page.get_by_role("listitem")).to_have_text(["500 coins, completed"])


MISTAKES = [
    ("", UPI, "Coins", "Enter a whole number of coins, such as 500."),
    ("5e2", UPI, "Coins", "Enter a whole number of coins, such as 500."),
    ("99", UPI, "Coins", "Enter 100 to 1,00,000 coins."),
    ("2001", UPI, "Coins", "You have 2,000 coins."),
    ("500", "alice", "UPI ID", "Enter a UPI ID, such as name@okhdfcbank."),
    ("500", "a@bank", "UPI ID", "Invalid UPI ID: no bank is known for @bank."),
]


@browser
def test_a_mistake_is_told_at_its_field(page):
    for coins, upi_id, field, words in MISTAKES:
        fill(page, coins, upi_id)
        press(page, "Withdraw")
        wrong = page.get_by_label(field)
        expect(wrong).to_have_accessible_description(words)
        expect(wrong).to_be_focused()
        assert page.get_by_label("Coins").input_value() == coins
    assert_accessible(page)


@browser
def test_the_likely_upi_id_is_offered(page):
    fill(page, "500", "alice@okhdfc")
    press(page, "Withdraw")
    press(page, f"Use {UPI}")
    press(page, "Withdraw")
    expect_heading(page, "Waiting for review")
    assert CoinWithdrawal.objects.get().upi_id == UPI


def lose(route: Route) -> None:
    """Let the server do it, and its answer be lost."""
    route.fetch()
    route.abort()


@browser
def test_sent_again_after_a_lost_answer_it_is_done_once(page):
    page.route("**/withdrawals", lose, times=1)
    fill(page, "500")
    press(page, "Withdraw")
    expect(page.get_by_role("alert")).to_contain_text("it is done once only")
    press(page, "Withdraw")
    expect_heading(page, "Waiting for review")
    assert ledger.balance("alice") == 1500


@browser
def test_changed_after_a_lost_answer_it_shows_the_first(page):
    page.route("**/withdrawals", lose, times=1)
    fill(page, "500")
    press(page, "Withdraw")
    expect(page.get_by_role("alert")).to_be_visible()
    fill(page, "600")
    press(page, "Withdraw")
    expect(page.get_by_role("alert")).to_contain_text("Your first request was made")
    expect(page.get_by_role("listitem")).to_have_text(["500 coins, pending"])
    assert ledger.balance("alice") == 1500
    press(page, "Withdraw")
    expect_heading(page, "Waiting for review")
    assert ledger.balance("alice") == 900


@browser
def test_a_pending_request_can_be_taken_back(page):
    fill(page, "500")
    press(page, "Withdraw")
    press(page, "Cancel it")
    expect_heading(page, "Cancelled, your coins are back")
    assert_accessible(page)
    assert ledger.balance("alice") == 2000


@browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_form_is_accessible_and_holds_no_key(browse, alice, form, scheme):  # noqa: F811
    page = browse(width=PHONE, scheme=scheme)
    held: list[str] = []
    page.on("response", lambda response: held.append(response.text()))
    page.goto(form)
    expect(page.get_by_label("Coins")).to_be_visible()
    assert_accessible(page)
    assert held and APP_KEY not in "".join(held)


TEXTS = [UPI, "a@ybl", "A.b-c_9@Ybl", "a@1bl", "a.@ybl", "a..b@ybl", "@ybl", "a@y"]
TEXTS += ["_a@ybl", "a b@ybl", f"{'a' * 95}@okaxis", "a@b@ybl", "a@mail.com", "a_@ybl"]


def test_the_form_takes_for_a_upi_id_what_the_server_does(engine):
    script = """return given.texts.map((upiId) =>
        !lib.mistakes({ amount: "500", upiId }, 1000).upi_id);"""
    assert engine.run("react/rules.js", script, texts=TEXTS) == [
        is_upi_id(each) for each in TEXTS
    ]


def is_upi_id(text: str) -> bool:
    try:
        return bool(upi.parse(text))
    except InvalidUPIID:
        return False
