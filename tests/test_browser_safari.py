"""Chromium without what Safari lacks: no row of a table is a place to position in,
and, before 2024, no element tells whether it shows."""

import pytest
from playwright.sync_api import expect

from tests.browser import DESKTOP, PHONE
from tests.portal_browser import QUEUE, open_request, press, told

pytestmark = pytest.mark.browser
STATIC_ROWS = "document.styleSheets[0].insertRule('tr { position: static !important }')"
OLD = "delete Element.prototype.checkVisibility"


def test_link_of_a_row_covers_that_row_alone(browse, meera, pending, processing):
    page = browse(meera)
    page.goto(f"{QUEUE}?tab=all")
    page.evaluate(STATIC_ROWS)
    for withdrawal in (pending, processing):
        cell = page.locator(f"#row-{withdrawal.id} td.amount").bounding_box()
        page.mouse.click(cell["x"] + 2, cell["y"] + 2)
        expect(page.locator("#request-title")).to_have_text(withdrawal.reference)
    page.locator("summary", has_text="Filters").click()
    expect(page.get_by_role("textbox", name="UPI ID", exact=True)).to_be_visible()


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_dialog_opens_in_an_old_safari(browse, rita, pending, width):
    page = browse(rita, width=width)
    page.add_init_script(OLD)
    page.goto(QUEUE)
    open_request(page, pending)
    page.locator("summary", has_text="Reject and refund").click()
    page.get_by_label("UPI ID not found").check()
    press(page, "Reject and refund 500 coins")
    told(page, "Failed.")
