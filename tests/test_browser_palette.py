"""The palette in a real browser: by keys, by hand, and when no list comes."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import DESKTOP, PHONE, assert_accessible
from tests.measures import small_targets
from tests.portal_browser import QUEUE, hold, press
from withdrawals.models import CoinWithdrawal
from withdrawals.portal import staff_settings
from withdrawals.portal.models import SavedView
from withdrawals.states import Status

pytestmark = pytest.mark.browser

LIST = "**/portal/palette/"
LONG = "W" * 60
HINDI = "भुगतान बाकी – मुंबई"


@pytest.fixture
def views(rita, meera):
    """One of rita's in Devanagari; a long-named one that meera shares."""
    SavedView.objects.create(owner=rita, name=HINDI, query="tab=pay")
    SavedView.objects.create(owner=meera, name=LONG, query="tab=all", is_shared=True)


@pytest.fixture
def queue(browse, rita, views, pending):
    """rita's queue with alice's request open."""
    page = browse(rita)
    page.goto(f"{QUEUE}?open={pending.id}")
    return page


def field(page: Page):
    return page.get_by_role("combobox", name="A page, tab or view")


def opened(page: Page) -> None:
    page.wait_for_load_state()  # the keys are heard once the scripts have run
    page.keyboard.press("Control+k")
    expect(field(page)).to_be_focused()
    expect(page.get_by_role("option", name="To review")).to_be_visible()


def is_active(page: Page, name: str) -> None:
    """The option of this name is the one that Enter takes."""
    option = page.locator("#palette").get_by_role("option", name=name, exact=True)
    expect(option).to_have_attribute("aria-selected", "true")
    expect(option).to_be_in_viewport()
    expect(field(page)).to_have_attribute(
        "aria-activedescendant", option.get_attribute("id") or ""
    )
    expect(page.locator("#palette [aria-selected=true]")).to_have_count(1)


def test_what_is_typed_leaves_fewer_and_enter_goes_there(queue):
    opened(queue)
    expect(queue.get_by_role("status").filter(has_text="20 places")).to_be_visible()
    is_active(queue, "To review")
    queue.keyboard.type("das")
    expect(queue.get_by_role("status").filter(has_text="1 place")).to_be_visible()
    is_active(queue, "Dashboard")
    expect(queue.locator("#palette").get_by_role("option")).to_have_count(2)
    queue.keyboard.press("Enter")
    expect(queue).to_have_url(re.compile("/portal/dashboard/$"))
    opened(queue)
    queue.keyboard.type("बाकी भु")  # the beginnings of words, in any order
    is_active(queue, HINDI)
    queue.keyboard.press("Enter")
    expect(queue.locator("#view-line")).to_contain_text(HINDI)


def test_arrows_home_and_end_choose_and_go_round(queue):
    opened(queue)
    for key, name in [
        ("ArrowDown", "To pay"),
        ("ArrowUp", "To review"),
        ("ArrowUp", "Django admin"),
        ("ArrowDown", "To review"),
        ("End", "Django admin"),
        ("Home", "To review"),
    ]:
        queue.keyboard.press(key)
        is_active(queue, name)
    expect(queue.locator("#palette .menu-title").first).to_be_in_viewport()
    queue.keyboard.type("pay")
    queue.keyboard.press("End")
    is_active(queue, "Search all requests for “pay”")


def test_reference_opens_the_request_and_the_rest_is_searched_for(queue, pending):
    opened(queue)
    queue.keyboard.type(pending.reference.lower())
    expect(queue.locator("#palette")).to_contain_text("No place of that name.")
    queue.keyboard.press("Enter")
    expect(queue).to_have_url(re.compile(f"/portal/requests/{pending.id}/"))
    opened(queue)
    queue.keyboard.type("ali&ce")
    queue.keyboard.press("Enter")
    expect(queue.get_by_role("searchbox")).to_have_value("ali&ce")


def test_closing_gives_the_focus_back(queue, pending):
    for focused in (f"#open-{pending.id}", "#id_note"):
        queue.locator(focused).focus()
        for close in ("Escape", "Control+k"):
            opened(queue)
            queue.keyboard.press(close)
            expect(queue.locator("#palette")).to_be_hidden()
            expect(queue.locator(focused)).to_be_focused()
    expect(queue.locator("#request-title")).to_be_visible()


def test_it_opens_over_a_menu_and_leads_back_to_it(queue):
    queue.locator("#views-menu > summary").click()
    queue.locator("#id_view_name").focus()
    opened(queue)
    queue.keyboard.press("Escape")
    expect(queue.locator("#views-menu > summary")).to_be_focused()


def test_it_is_fetched_once_and_opens_empty_again(queue):
    with queue.expect_response(LIST):
        opened(queue)
    queue.route(LIST, lambda route: route.abort())
    for typed in ("zzz", "a"):
        queue.keyboard.type(typed)
        queue.keyboard.press("Escape")
        opened(queue)
        expect(field(queue)).to_have_value("")
    expect(queue.locator(".retry")).to_have_count(0)


def test_letters_press_no_button_while_the_list_is_on_its_way(queue, pending):
    let_go = hold(queue, LIST)
    queue.keyboard.press("Control+k")
    queue.keyboard.type("a")
    expect(field(queue)).to_have_value("a")
    is_active(queue, "Search all requests for “a”")
    let_go()
    is_active(queue, "All")
    assert not CoinWithdrawal.objects.exclude(status=Status.PENDING).exists()


def test_list_that_did_not_come_is_asked_for_again(queue, pending):
    queue.route(LIST, lambda route: route.abort(), times=1)
    queue.keyboard.press("Control+k")
    expect(queue.locator(".retry")).to_have_count(1)
    queue.keyboard.type(pending.reference)
    is_active(queue, f"Search all requests for “{pending.reference}”")
    queue.keyboard.press("Escape")
    opened(queue)


def test_session_that_ended_leads_to_the_login_and_back(queue, pending):
    queue.context.clear_cookies(name="sessionid")
    queue.keyboard.press("Control+k")
    expect(queue).to_have_title(re.compile("Sign in"))
    queue.get_by_label("Username").fill("rita")
    queue.get_by_label("Password").fill("demo")
    press(queue, "Sign in")
    expect(queue.locator("#request-title")).to_have_text(pending.reference)


def test_keys_are_left_alone_in_another_dialog(queue):
    queue.keyboard.press("f")
    expect(queue.get_by_role("dialog")).to_be_visible()
    queue.keyboard.press("Control+k")
    expect(queue.get_by_role("dialog")).to_have_count(1)
    expect(queue.locator("#palette")).to_be_hidden()


def test_who_turned_the_keys_off_presses_the_button(browse, rita):
    staff_settings.change(rita, shortcuts=False)
    page = browse(rita, width=PHONE)
    page.goto("/portal/users/")
    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_be_hidden()
    press(page, "Go to…")
    page.get_by_role("option", name="Past exports").click()
    page.wait_for_url("**/portal/exports/")
    press(page, "Go to…")
    page.mouse.click(5, 700)  # beside it
    expect(page.locator("#palette")).to_be_hidden()
    expect(page.get_by_role("button", name="Go to…")).to_be_focused()


@pytest.mark.parametrize(("width", "scheme"), [(DESKTOP, "dark"), (PHONE, "light")])
def test_it_is_accessible_and_fits(browse, rita, views, width, scheme):
    page = browse(rita, width=width, scheme=scheme)
    page.goto("/portal/dashboard/")
    opened(page)
    for typed in ("", "w", "z" * 200):
        field(page).fill(typed)
        assert_accessible(page)
        assert small_targets(page) == []
        box = page.locator("#palette").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width
        assert page.evaluate("document.getAnimations().length") == 0


def test_without_a_script_there_is_no_button_for_it(browse, rita):
    page = browse(rita, javascript=False)
    page.goto(QUEUE)
    expect(page.locator("[data-palette]")).to_be_hidden()
