"""Many requests at once in a real browser: mouse, keyboard, phone, without a script."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PHONE, assert_accessible
from tests.conftest import give, submitted
from tests.portal_browser import QUEUE, press, tab_to
from withdrawals import claims
from withdrawals.actors import Actor
from withdrawals.models import CoinWithdrawal
from withdrawals.states import Status

pytestmark = pytest.mark.browser
BOXES = "input[data-select]"


@pytest.fixture
def crowd(transactional_db):
    for number in range(6):
        give(f"user{number}", 1000)
    return [submitted(f"user{number}", 100) for number in range(6)]


def picked(page: Page) -> list[bool]:
    boxes = page.locator(BOXES)
    return [boxes.nth(each).is_checked() for each in range(boxes.count())]


def bar(page: Page, words: str) -> None:
    expect(page.locator("#pick-bar [data-picked]")).to_have_text(words)
    expect(page.locator("#announce")).to_have_text(words)


def test_range_page_and_none_are_selected(browse, meera, crowd):
    page = browse(meera)
    page.goto(QUEUE)
    boxes = page.locator(BOXES)
    expect(page.locator("#pick-bar")).to_be_hidden()
    boxes.nth(1).click()
    boxes.nth(4).click(modifiers=["Shift"])
    bar(page, "4 selected")
    assert picked(page) == [False, True, True, True, True, False]
    page.locator("[data-select-page]").check()
    bar(page, "6 selected")
    assert_accessible(page)
    press(page, "Clear")
    assert picked(page) == [False] * 6
    expect(page.locator("#pick-bar")).to_be_hidden()
    expect(page.locator("[data-select-page]")).to_be_focused()


def test_selection_stays_while_one_of_it_is_done(browse, meera, crowd):
    page = browse(meera)
    page.goto(f"{QUEUE}?tab=review&open={crowd[0].id}")
    page.locator("[data-select-page]").check()
    press(page, "Approve")
    expect(page.locator(BOXES)).to_have_count(5)
    expect(page.locator("#pick-bar [data-picked]")).to_have_text("5 selected")


@pytest.mark.parametrize("javascript", [True, False])
def test_from_selection_to_result_on_a_phone(browse, meera, rita, crowd, javascript):
    page = browse(meera, width=PHONE, scheme="dark", javascript=javascript)
    page.goto(QUEUE)
    for each in crowd[:3]:
        page.get_by_label(f"Select {each.reference}").check()
    if javascript:
        assert_accessible(page)
    press(page, "Approve…")
    claims.take(crowd[0].id, actor=Actor.staff(rita))
    if javascript:
        assert_accessible(page)
    press(page, "Approve 3 requests, ₹30.00")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("2 approved, 1 not changed")
    expect(page.get_by_text("taken by rita")).to_be_visible()
    if javascript:
        assert_accessible(page)
    page.get_by_role("link", name="Back to the queue").click()
    expect(page.get_by_label(f"Select {crowd[0].reference}")).to_be_checked()
    expect(page.locator("#pick-bar")).to_be_visible()


def test_keyboard_alone_fails_two(browse, meera, crowd):
    page = browse(meera)
    page.goto(QUEUE)
    tab_to(page, f'input[value="{crowd[0].id}"]')
    page.keyboard.press("Space")
    tab_to(page, f'input[value="{crowd[1].id}"]')
    page.keyboard.press("Space")
    tab_to(page, 'button[value="fail"]')
    page.keyboard.press("Enter")
    press(page, "Fail and refund 2 requests, ₹20.00")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page).to_have_title(re.compile("^Error: "))
    assert_accessible(page)
    page.get_by_label("Suspected misuse").check()
    press(page, "Fail and refund 2 requests, ₹20.00")
    expect(page.get_by_text("All 2 were failed and refunded")).to_be_visible()
    assert CoinWithdrawal.objects.filter(status=Status.FAILED).count() == 2


def test_keys_select_rows(browse, meera, crowd):
    page = browse(meera)
    page.goto(QUEUE)
    for key in ("j", "x", "j", "j", "Shift+x"):
        page.keyboard.press(key)
    bar(page, "3 selected")


def test_table_of_payments_is_pasted_mended_and_entered(browse, meera, processing):
    page = browse(meera)
    page.goto(QUEUE)
    page.get_by_role("link", name="Enter payments").click()
    field = page.get_by_label("Payments, one on each line")
    field.fill(f"{processing.reference} 512345678901\nWD22222222 512345678902")
    press(page, "Check")
    expect(page.get_by_text("no request has this reference")).to_be_visible()
    assert_accessible(page)
    field.fill(f"{processing.reference} 512345678901")
    press(page, "Check again")
    press(page, "Mark 1 request as paid, ₹50.00")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 marked as paid")
    processing.refresh_from_db()
    assert processing.utr == "512345678901"
