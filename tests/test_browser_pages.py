"""Pages that nobody needs the whole day, as axe meets them in each light."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import DESKTOP, PHONE, assert_accessible
from tests.test_browser_web import fill, press
from tests.test_hosted import token  # noqa: F401 (a fixture)
from tests.test_portal_apps import key, shop  # noqa: F401 (fixtures)
from withdrawals import notes
from withdrawals.actors import Actor
from withdrawals.states import Status

pytestmark = pytest.mark.browser

COLOURS = ("color-contrast", "link-in-text-block")
PAGES = "activity/ activity/?day=never audit/ audit/?actor=nobody settings/ apps/"


def seen(page: Page) -> None:
    """The page as it stands: wide, by its other colours, and on a phone."""
    page.set_viewport_size({"width": DESKTOP, "height": 900})
    assert_accessible(page)
    page.emulate_media(color_scheme="dark")
    assert_accessible(page, *COLOURS)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": PHONE, "height": 844})
    assert_accessible(page)


def test_pages_of_an_admin_are_accessible(browse, ada, meera, request_in, key):  # noqa: F811
    done = request_in(Status.COMPLETED)
    notes.add_note(done.id, "Called the bank", actor=Actor.staff(meera))
    page = browse(ada)
    for address in (*PAGES.split(), f"apps/{key.app_id}/"):
        page.goto(f"/portal/{address}")
        seen(page)


def test_request_to_pay_with_its_code_is_accessible(browse, meera, request_in):
    page = browse(meera)
    page.goto(f"/portal/?tab=pay&open={request_in(Status.PROCESSING).id}")
    expect(page.locator("#request .pay-code")).to_be_visible()
    seen(page)


def test_hosted_pages_are_accessible(browse, token):  # noqa: F811
    page = browse()
    page.goto(f"/hosted/?link={token}")
    seen(page)
    press(page, "Continue as")
    seen(page)
    fill(page, "500", "alice@okhdfcbank")
    seen(page)
    press(page, "Withdraw")
    seen(page)
    page.context.clear_cookies()
    page.goto("/hosted/withdraw/")
    seen(page)


def test_section_that_one_is_in_is_in_sight_on_a_phone(browse, ada):
    page = browse(ada, width=PHONE)
    page.goto("/portal/audit/")
    here = page.get_by_role("navigation").get_by_role("link", name="Audit")
    expect(here).to_be_in_viewport(ratio=1)
