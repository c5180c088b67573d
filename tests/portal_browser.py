"""What staff does in the portal with a browser."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from tests.patience import wait_until
from withdrawals.models import CoinWithdrawal

QUEUE = "/portal/"
UTR = "512345678901"


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def open_request(page: Page, withdrawal: CoinWithdrawal) -> None:
    page.get_by_role("link", name=withdrawal.reference, exact=True).first.click()
    expect(page.locator("#request-title")).to_have_text(withdrawal.reference)


def shows(page: Page, withdrawal: CoinWithdrawal) -> None:
    """The request is open, and its heading has the focus."""
    title = page.locator("#request-title")
    expect(title).to_have_text(withdrawal.reference)
    expect(title).to_be_focused()


def rested(page: Page) -> None:
    """The buttons hear again, after an act that opened another request."""
    expect(page.locator("[data-resting]")).to_have_count(0)


def address(page: Page, part: str) -> None:
    """`part` stands in the address."""
    expect(page).to_have_url(re.compile(re.escape(part)))


def hold(page: Page, url: str | re.Pattern[str]) -> Callable[[], None]:
    """Keep what is asked for at `url` from the server, until the result is called."""
    held: list[Route] = []
    page.route(url, lambda route: held.append(route))

    def let_go() -> None:
        wait_until(lambda: held, pause=lambda some: page.wait_for_timeout(some * 1000))
        held.pop().continue_()

    return let_go


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


def tab_to(page: Page, selector: str) -> None:
    target = page.locator(selector)
    for _ in range(60):
        page.keyboard.press("Tab")
        if target.evaluate("each => each === document.activeElement"):
            return
    raise AssertionError(f"Tab does not reach {selector}")
