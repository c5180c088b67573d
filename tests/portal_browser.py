"""What staff does in the portal with a browser."""

from playwright.sync_api import Page, expect

from withdrawals.models import CoinWithdrawal

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


def tab_to(page: Page, selector: str) -> None:
    target = page.locator(selector)
    for _ in range(60):
        page.keyboard.press("Tab")
        if target.evaluate("each => each === document.activeElement"):
            return
    raise AssertionError(f"Tab does not reach {selector}")
