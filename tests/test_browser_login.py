"""The pages of signing in, in a browser: by keyboard, also without a script."""

import re

import pytest

from tests.browser import DESKTOP, PHONE, assert_accessible
from tests.test_second_factor import SECURITY, SET_UP, code_of

pytestmark = pytest.mark.browser


def sign_in(page, name="rita"):
    page.goto("/accounts/login/")
    page.wait_for_selector("#id_username:focus")
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type("demo")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"(?<!login/)$"))


@pytest.mark.parametrize(
    ("width", "scheme", "javascript"),
    [(DESKTOP, "light", True), (PHONE, "dark", True), (PHONE, "light", False)],
)
def test_second_factor_is_set_up_and_asked_for(
    browse, rita, settings, width, scheme, javascript
):
    settings.STAFF_TOTP_REQUIRED = True
    page = browse(width=width, scheme=scheme, javascript=javascript)
    sign_in(page)
    page.wait_for_url(f"**{SET_UP}")
    if javascript:
        assert_accessible(page)
    secret = page.locator("#key").text_content().strip()
    page.wait_for_selector("#id_code:focus")
    page.keyboard.type(code_of(secret))
    page.keyboard.press("Enter")
    page.wait_for_url("**/recovery-codes/")
    codes = page.locator(".codes li").all_text_contents()
    if javascript:
        assert_accessible(page)
    page.goto(SECURITY)
    assert "The second factor is set up." in page.locator("main").inner_text()
    if javascript:
        assert_accessible(page)
    page.context.clear_cookies()
    sign_in(page)
    page.wait_for_url("**/login/code/")
    page.wait_for_selector("#id_code:focus")
    if javascript:
        assert_accessible(page)
    page.keyboard.type(codes[0])
    page.keyboard.press("Enter")
    page.wait_for_url("**/portal/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_to_sign_in_is_accessible(browse, db, scheme):
    page = browse(scheme=scheme)
    page.goto("/accounts/login/")
    assert_accessible(page)
    page.keyboard.press("Enter")
    page.wait_for_selector(".error-summary:focus")
    assert_accessible(page)


@pytest.mark.parametrize("path", ["password/", "prove/password/", "security/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_account_pages_are_accessible(browse, alice, path, scheme):
    page = browse(alice, width=PHONE, scheme=scheme)
    page.goto(f"/accounts/{path}")
    assert_accessible(page)
    if path != "security/":
        page.keyboard.press("Enter")
        page.wait_for_selector(".error-summary:focus")
        assert_accessible(page)
