"""The dashboard in a real browser: in every width, light and dark, and by the keys."""

import pytest
from playwright.sync_api import expect

from tests.browser import DESKTOP, PHONE, assert_accessible
from tests.guards import triggers_off
from wallet.examination import examine
from withdrawals.models import CoinWithdrawal
from withdrawals.states import Status

pytestmark = pytest.mark.browser

BOARD = "/portal/dashboard/"
SCENES = [(DESKTOP, "dark"), (768, "light"), (PHONE, "light"), (320, "dark")]


@pytest.mark.parametrize(("width", "scheme"), SCENES)
def test_page_is_accessible_in_every_state(browse, ada, request_in, width, scheme):
    page = browse(ada, width=width, scheme=scheme)
    page.goto(BOARD)
    assert_accessible(page)
    for status in Status:
        request_in(status)
    with triggers_off():
        CoinWithdrawal.objects.filter(status=Status.FAILED).update(
            failure_reason="x" * 200
        )
        CoinWithdrawal.objects.filter(status=Status.PENDING).update(
            coins_amount=100_000, rupees_amount=10_000
        )
    examine("ada")
    page.goto(BOARD)
    for each in page.locator("summary", has_text="Show as a table").all():
        each.click()
    expect(page.locator(".alert-title")).to_contain_text("differ by 99,500 coins")
    assert_accessible(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_figures_lead_to_their_lists(browse, rita, request_in, javascript):
    request_in(Status.COMPLETED)
    page = browse(rita, javascript=javascript)
    page.goto("/portal/")
    page.get_by_role("link", name="Dashboard").click()
    page.get_by_role("link", name="Paid today 1").click()
    expect(page.locator("#result-count")).to_have_text("1 request")
    expect(page.locator(".chip").first).to_be_visible()
