"""Exports in a real browser."""

import pytest

from tests.browser import DESKTOP, PHONE, assert_accessible
from tests.crowd import make, row
from withdrawals.states import Status

pytestmark = pytest.mark.browser

MENU = "#export-menu"


def export(page, *choices):
    """Choose in the menu of the queue and get the file."""
    page.locator(f"{MENU} > summary").click()
    for choice in choices:
        page.get_by_label(choice, exact=True).check()
    with page.expect_download() as download:
        page.locator(MENU).get_by_role("button", name="Export").click()
    return download.value


@pytest.mark.parametrize(("width", "javascript"), [(DESKTOP, True), (PHONE, False)])
def test_reviewer_gets_what_the_filtered_queue_shows(
    browse, rita, db, width, javascript
):
    make(row(user_id="bob"), row(), row(Status.FAILED, user_id="bob"))
    page = browse(rita, width=width, javascript=javascript)
    page.goto("/portal/?q=bob")
    file = export(page, "UTC")
    assert file.suggested_filename.endswith("-utc.csv")
    head, line, end = file.path().read_text("utf-8-sig").splitlines()
    assert ",bob," in line and "# End: 1 requests; View: To review; “bob”" in end
    page.goto("/portal/exports/")
    page.get_by_text("To review; “bob”").wait_for()


def test_menu_follows_what_is_typed(browse, rita, db):
    make(row(user_id="bob"), row())
    page = browse(rita)
    page.goto("/portal/")
    page.get_by_role("searchbox").fill("bo")
    page.locator("#result-count", has_text="1 request").wait_for()
    assert "# End: 1 requests" in export(page).path().read_text()


@pytest.mark.parametrize(
    ("width", "scheme"), [(DESKTOP, "dark"), (PHONE, "light"), (320, "light")]
)
def test_menu_and_pages_are_accessible(browse, ada, db, width, scheme):
    make(row(user_id="x" * 200), row())
    page = browse(ada, width=width, scheme=scheme)
    for address in (
        "exports/",
        "exports/new/?view=user%3Dx",
        "exports/new/?view=hour%3Dx",
    ):
        page.goto(f"/portal/{address}")
        assert_accessible(page)
    page.goto("/portal/?q=xxx")
    page.locator(f"{MENU} > summary").click()
    assert_accessible(page)
    page.locator(MENU).get_by_label("UTC").check()
    page.keyboard.press("Escape")
    export(page, "All columns")
    page.goto("/portal/exports/")
    assert_accessible(page)
