"""The pictures of the documents, taken from the real pages: make screenshots.

The demo's month ends at NOON here, so that people, amounts and ages are the same each
time; references are drawn anew.
"""

import io
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import call_command
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser import PHONE, Browse
from tests.portal_browser import QUEUE, UTR, press
from tests.test_demo import NOON
from withdrawals import notes, transitions
from withdrawals.actors import Actor
from withdrawals.models import CoinWithdrawal
from withdrawals.portal import staff_settings
from withdrawals.portal.models import SavedView

pytestmark = pytest.mark.browser

FOLDER = Path(__file__).parent.parent / "docs" / "images"
COLOURS = 256  # a page needs no more, and the file is a quarter of the size
VIEWS = {
    "₹500 or more": "least=500&tab=review",
    "Paid today": "tab=completed",
    "Waiting for the bank": "tab=pay",
}


@pytest.fixture
def demo(browse: Browse) -> Iterator[Browse]:
    with time_machine.travel(NOON, tick=True):
        call_command("demo", "--force")
        yield browse


def test_pictures(demo, subtests):
    for name, (who, scene, arrange) in PICTURES.items():
        with subtests.test(name):
            page = demo(User.objects.get(username=who), **scene)
            page.set_default_timeout(10_000)
            arrange(page)
            take(page, name)


def take(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready.then(() => scrollTo(0, 0))")
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled")))
    few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(FOLDER / f"{name}.png", optimize=True)


def visit(name: str, page: Page, query: str = "") -> None:
    page.goto(reverse(f"portal:{name}") + query)


def open_first(page: Page, tab: str = "review") -> CoinWithdrawal:
    """Open the request on top of a tab; on a phone its page."""
    page.goto(f"{QUEUE}?tab={tab}")
    link = page.locator("#queue tbody td.ref a").first
    words = link.inner_text()
    link.click()
    expect(page.locator("#request-title")).to_have_text(words)
    return CoinWithdrawal.objects.get(reference=words)


def evidence(page: Page) -> None:
    open_first(page)
    expect(page.get_by_role("heading", name="To decide by")).to_be_visible()


def pay(page: Page) -> None:
    open_first(page, "pay")
    expect(page.locator("#pay-by-hand")).to_be_visible()


def conflict(page: Page) -> None:
    """arun has paid what priya enters a transaction ID for."""
    request = open_first(page, "pay")
    page.get_by_label("Transaction ID (UTR)").fill(UTR)
    arun = Actor.staff(User.objects.get(username="arun"))
    transitions.complete(request.id, utr="632611480275", actor=arun)
    press(page, "Mark as paid")
    expect(page.locator("#request .alert-warning")).to_contain_text("Paid by arun")


def mention(page: Page) -> None:
    request = CoinWithdrawal.objects.to_pay().order_by("created_at")[1]
    arun = Actor.staff(User.objects.get(username="arun"))
    notes.add_note(request.id, "@priya is this one still with the bank?", actor=arun)
    page.goto(f"{QUEUE}?tab=mine&open={request.id}")
    expect(page.locator("#mention")).to_be_visible()


def views_menu(page: Page) -> None:
    priya = User.objects.get(username="priya")
    made = [
        SavedView.objects.create(owner=priya, name=name, query=query)
        for name, query in VIEWS.items()
    ]
    page.goto(made[0].url)
    page.locator("#views-menu > summary").click()
    expect(page.locator("#id_view_name")).to_be_visible()


def export_menu(page: Page) -> None:
    visit("queue", page, "?tab=completed")
    page.locator("#export-menu > summary").click()
    expect(page.locator("#export-menu").get_by_role("button")).to_be_visible()


def select(page: Page) -> None:
    visit("queue", page, "?tab=review")
    for box in page.locator("#queue tbody [data-select]").all()[:5]:
        box.check()
    expect(page.locator("#pick-bar")).to_contain_text("5")


def preview(page: Page) -> None:
    """One of the five is approved by arun in between."""
    select(page)
    first = page.locator("#queue tbody td.ref a").first.inner_text()
    request = CoinWithdrawal.objects.get(reference=first)
    arun = Actor.staff(User.objects.get(username="arun"))
    transitions.start(request.id, actor=arun)
    page.locator("#pick-bar button[value=start]").click()
    expect(page.get_by_role("heading", name="Not possible")).to_be_visible()


def result(page: Page) -> None:
    select(page)
    page.locator("#pick-bar button[value=start]").click()
    page.locator("main form .btn-primary").click()
    expect(page.locator("#done-title")).to_be_visible()


def enter_payments(page: Page) -> None:
    """Three lines, of which the last has no request."""
    waiting = CoinWithdrawal.objects.to_pay().order_by("created_at")[2:4]
    lines = [f"{each.reference}\t63261234567{n}" for n, each in enumerate(waiting)]
    visit("bulk_pay", page)
    page.locator("textarea").fill("\n".join([*lines, "WDNA68F9CH\t632612345679"]))
    press(page, "Check")
    expect(page.locator("#lines-title")).to_be_visible()


def every_column(page: Page) -> None:
    staff_settings.change(User.objects.get(username="admin"), rows=50)
    visit("settings", page)


def app_page(page: Page) -> None:
    visit("apps", page)
    page.get_by_role("link", name="Rewards app").click()
    expect(page.get_by_role("heading", name="Rewards app")).to_be_visible()


def user_page(page: Page) -> None:
    visit("users", page, "?user_id=ananya.iyer")


def activity(page: Page) -> None:
    visit("activity", page, "?person=priya&day=2026-11-21")


DARK, SMALL = {"scheme": "dark"}, {"width": PHONE}
Picture = tuple[str, Mapping[str, object], Callable[[Page], object]]
# What changes requests comes last.
PICTURES: dict[str, Picture] = {
    "queue": ("priya", {}, evidence),
    "queue-dark": ("priya", DARK, evidence),
    "queue-phone": ("priya", SMALL, partial(visit, "queue")),
    "request-phone": ("priya", SMALL, open_first),
    "pay": ("priya", {}, pay),
    "dashboard": ("admin", {}, partial(visit, "dashboard")),
    "user": ("priya", {}, user_page),
    "views": ("priya", {}, views_menu),
    "export": ("priya", {}, export_menu),
    "settings": ("admin", {}, every_column),
    "ledger": ("admin", {}, partial(visit, "ledger")),
    "activity": ("admin", {}, activity),
    "app": ("admin", {}, app_page),
    "bulk-preview": ("priya", {}, preview),
    "bulk-result": ("priya", {}, result),
    "payments": ("priya", {}, enter_payments),
    "mention": ("priya", {}, mention),
    "conflict": ("priya", {}, conflict),
}
