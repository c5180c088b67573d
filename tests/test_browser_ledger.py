"""The ledger check in a real browser."""

import time

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from tests.browser import DESKTOP, PHONE, assert_accessible
from tests.conftest import give
from tests.guards import triggers_off
from tests.ledger_processes import found_by_processes  # noqa: F401 (a fixture)
from tests.patience import SLOW
from tests.portal_browser import press
from wallet.models import CoinTransaction

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("found_by_processes")]


def check(page, button, javascript=True):
    """Press, and wait for what was found; without JavaScript by reloading."""
    with page.expect_navigation():
        press(page, button)
    running = page.get_by_text("Checking since")
    until = time.monotonic() + SLOW
    while not javascript and running.count() and time.monotonic() < until:
        page.reload()
    expect(running).to_have_count(0)


@pytest.mark.parametrize(("width", "javascript"), [(DESKTOP, True), (PHONE, False)])
def test_auditor_checks_and_reads_what_is_wrong(
    browse, asha, pending, width, javascript
):
    call_command("seal_ledger")
    page = browse(asha, width=width, javascript=javascript)
    page.goto("/portal/")
    page.get_by_role("link", name="Ledger").click()
    expect(page.locator(".alert-title")).to_have_text("Not checked yet")
    check(page, "Check now", javascript)
    expect(page.locator(".alert-title")).to_have_text("No differences")
    with triggers_off():
        CoinTransaction.objects.filter(sequence=1).update(reason="Other")
    check(page, "Check again", javascript)
    expect(page.locator(".alert-title")).to_have_text("1 difference")
    expect(page.locator(".lines")).to_contain_text("not as it was sealed")


@pytest.mark.parametrize(
    ("width", "scheme"), [(DESKTOP, "dark"), (PHONE, "light"), (320, "light")]
)
def test_page_is_accessible_in_every_state(browse, ada, db, width, scheme):
    page = browse(ada, width=width, scheme=scheme)
    page.goto("/portal/ledger/")
    assert_accessible(page)
    give("x" * 200, 10)
    call_command("seal_ledger")
    check(page, "Check now")
    assert_accessible(page)
    with triggers_off():
        CoinTransaction.objects.update(amount=3)
    check(page, "Check again")
    expect(page.locator(".lines")).to_be_visible()
    assert_accessible(page)
