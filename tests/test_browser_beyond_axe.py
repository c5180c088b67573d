"""What a person needs and axe does not see: focus, edges, room, words."""

import re
from collections.abc import Callable

import pytest
from django.urls import URLPattern, reverse
from playwright.sync_api import Page, expect

from tests.browser import DESKTOP, PHONE
from tests.conftest import give, submitted
from tests.crowd import make, row
from tests.measures import contrasts, faint_fields, hidden_focus, small_targets
from tests.portal_browser import QUEUE, UTR
from withdrawals.portal import urls
from withdrawals.states import Status

pytestmark = pytest.mark.browser

SURFACES = ("bg", "surface", "raised")
ESSENTIAL = ("control", "accent", "red", "green", "amber")  # edges, focus, signs
EDGES = [
    *((one, other) for one in ESSENTIAL for other in SURFACES),
    ("on-fill", "fill"),
    ("on-fill", "red-fill"),
    ("fill", "bg"),
]
LANDINGS = [
    ("#sort-coins_amount", "#sort-coins_amount"),
    ("#tab-all", "#tab-all"),
    ("#rows-100", "#rows-100"),
    ("#page-after", "#result-count"),  # there is no further page
    (".chip", "#result-count"),  # it is gone
]
WORDS = {"Pending", "Processing", "Completed", "Failed", "Cancelled"}


def plain_pages() -> list[str]:
    """Every address of the portal that needs no id."""
    return [
        reverse(f"portal:{each.name}")
        for each in urls.urlpatterns
        if isinstance(each, URLPattern) and not each.pattern.converters
    ]


@pytest.fixture
def thirty(db):
    give("alice", 10_000)
    return [submitted("alice", 100) for _ in range(30)]


def test_every_page_has_room_for_fingers_and_none_scrolls_sideways(browse, ada, thirty):
    page = browse(ada)
    shown = [f"/portal/requests/{thirty[0].id}/", *filter(answers(page), plain_pages())]
    assert len(shown) > 7
    for width in (320, PHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": 844})
        for url in shown:
            page.goto(url)
            wide = "document.documentElement.scrollWidth - window.innerWidth"
            assert page.evaluate(wide) <= 0, (url, width)
            assert small_targets(page) == [], (url, width)


def answers(page: Page) -> Callable[[str], bool]:
    """Whether an address gives a page; others take only what a form sends."""
    return lambda url: page.request.get(url).status == 200


def test_open_request_fits_its_pane(browse, meera, request_in):
    page = browse(meera)
    made = [request_in(status).id for status in Status]
    for width in (1100, DESKTOP):
        page.set_viewport_size({"width": width, "height": 844})
        for each in made:
            page.goto(f"{QUEUE}?tab=all&open={each}")
            wider = "each => each.scrollWidth - each.clientWidth"
            assert page.locator("#pane").evaluate(wider) <= 0, (each, width)


def test_main_buttons_on_a_phone_are_44_pixels_high(browse, meera, pending, processing):
    page = browse(meera, width=PHONE)
    for each in (pending, processing):
        page.goto(f"/portal/requests/{each.id}/")
        mains = page.locator("#request .action > .btn-primary, #id_utr").all()
        assert mains
        assert min(main.bounding_box()["height"] for main in mains) >= 44


def test_edges_and_signs_stand_out_three_to_one(browse, meera, processing):
    page = browse(meera)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(f"{QUEUE}?tab=pay&open={processing.id}")
        page.locator("#queue summary", has_text="Filters").click()
        assert faint_fields(page) == [], scheme
        found = dict(zip(EDGES, contrasts(page, EDGES), strict=True))
        assert {pair: ratio for pair, ratio in found.items() if ratio < 3} == {}, scheme


def test_focus_stays_or_goes_to_what_was_found(browse, meera, thirty):
    page = browse(meera)
    for press, focused in LANDINGS:
        page.goto(f"{QUEUE}?tab=review&user=alice")
        page.locator(press).first.focus()
        with page.expect_response("**/portal/?**"):
            page.keyboard.press("Enter")
        expect(page.locator(".htmx-request")).to_have_count(0)
        expect(page.locator(focused)).to_be_focused()


def test_number_of_what_was_found_is_told(browse, meera, thirty, bob):
    submitted("bob", 100)
    page = browse(meera)
    page.goto(QUEUE)
    page.get_by_role("searchbox").press_sequentially("bob", delay=20)
    expect(page.locator("#announce")).to_have_text("1 request")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.locator("#tab-pay").press("Enter")
    expect(page.locator("#announce")).to_have_text("0 requests")


def test_nothing_sticky_hides_what_has_the_focus(browse, meera, thirty):
    page = browse(meera)
    for width, key in ((DESKTOP, "Tab"), (DESKTOP, "Shift+Tab"), (PHONE, "Shift+Tab")):
        page.set_viewport_size({"width": width, "height": 600})
        page.goto(f"{QUEUE}?tab=review&open={thirty[20].id}")
        for _ in range(60):
            page.keyboard.press(key)
            assert hidden_focus(page) == "", (width, key)


def test_status_has_its_word_in_the_list_and_the_request(browse, meera):
    made = [make(row(status)) for status in (Status.PENDING, Status.COMPLETED)]
    page = browse(meera)
    page.goto(f"{QUEUE}?tab=all")
    for each in page.locator("#queue tbody .status").all():
        assert each.inner_text().strip() in WORDS
    for (each,) in made:
        page.goto(f"/portal/requests/{each.id}/")
        assert page.locator("#request .badge").inner_text().strip() in WORDS


def test_refusal_puts_the_focus_where_it_is_mended(browse, meera, processing, request):
    paid = request.getfixturevalue("completed")
    page = browse(meera)
    page.goto(f"{QUEUE}?tab=pay&open={processing.id}")
    page.locator("#id_utr").fill(paid.utr or UTR)
    page.keyboard.press("Enter")
    expect(page.locator("#id_utr")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#id_utr")).to_be_focused()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_cheat_sheet_is_printed_on_one_page(browse, rita, paper):
    page = browse(rita)
    page.goto("/portal/cheat-sheet/")
    printed = page.pdf(format=paper)
    assert len(re.findall(rb"/Type /Page\b", printed)) == 1
