"""Settings and saved views with a browser: by keys, and without a script."""

import pytest
from playwright.sync_api import expect

from tests.browser import DESKTOP, PHONE, assert_accessible
from tests.crowd import make, row
from tests.portal_browser import press, tab_to
from withdrawals.portal import columns, staff_settings
from withdrawals.portal.models import SavedView, StaffSettings
from withdrawals.states import Status

pytestmark = pytest.mark.browser

LONG = "W" * 60
SCENES = [(DESKTOP, "light"), (768, "dark"), (PHONE, "light"), (320, "dark")]


@pytest.fixture
def views(rita, meera):
    """One of rita's, which opens the portal; a long-named one that meera shares."""
    make(row(), row(Status.COMPLETED), row(Status.FAILED, user_id=LONG * 3))
    late = SavedView.objects.create(owner=rita, name="Late", query="tab=late")
    SavedView.objects.create(owner=rita, name=LONG, query="tab=all&user=bob")
    SavedView.objects.create(owner=meera, name=LONG, query="tab=pay", is_shared=True)
    staff_settings.change(rita, default_view=late, columns=list(columns.ALL))
    return late


@pytest.mark.parametrize(("width", "scheme"), SCENES)
def test_settings_views_and_every_column_are_accessible(
    browse, rita, views, width, scheme
):
    page = browse(rita, width=width, scheme=scheme)
    for url in ("/portal/settings/", "/portal/views/", "/portal/", "/portal/?tab=all"):
        page.goto(url)
        assert_accessible(page)
    page.goto(f"/portal/?tab=all&view={views.id}")
    for menu in ("#views-menu", "#columns-menu"):
        page.locator(f"{menu} > summary").click()
        panel = page.locator(f"{menu} > .menu-panel")
        box = panel.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width
        assert_accessible(page)


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_what_is_refused_is_accessible(browse, rita, views, width):
    page = browse(rita, width=width)
    page.goto("/portal/?tab=all")
    page.locator("#views-menu > summary").click()
    page.get_by_label("Save this view as").fill("late")
    page.locator("#views-menu .btn-primary").click()
    expect(page.locator(".error-summary")).to_be_focused()
    assert_accessible(page)
    page.get_by_label("Name").first.fill("All of it")
    press(page, "Save view")
    expect(page.locator(".alert-success")).to_contain_text("“All of it” is saved")
    assert_accessible(page)


def test_more_columns_scroll_past_their_request(browse, rita, views):
    page = browse(rita)
    page.goto("/portal/?tab=all")
    box = page.locator(".sideways")
    box.evaluate("each => each.scrollTo(400, 0)")
    assert box.evaluate("each => each.scrollLeft") > 0
    pick, first = page.locator("tbody td.pick, tbody td.ref").all()[:2]
    assert pick.bounding_box()["x"] == box.bounding_box()["x"]
    assert first.bounding_box()["x"] == pick.bounding_box()["width"]


@pytest.mark.parametrize("extra", ["coins", "requested", "utr"])
def test_one_more_column_fits_beside_an_open_request(browse, rita, extra):
    make(row(upi_id=f"{'a' * 30}@okhdfcbank"), row(Status.COMPLETED))
    staff_settings.change(rita, columns=[*columns.USUAL, extra])
    page = browse(rita)
    page.goto("/portal/?tab=all")
    wider = "each => each.scrollWidth - each.clientWidth"
    assert page.locator(".sideways").evaluate(wider) <= 0


def test_column_is_moved_by_keys_and_keeps_the_focus(browse, rita):
    page = browse(rita)
    page.goto("/portal/settings/")
    tab_to(page, "#up-upi_id")
    page.keyboard.press("Enter")
    expect(page.locator("#columns [role=status]")).to_contain_text(
        "Saved. Columns: Request, UPI ID, User"
    )
    expect(page.locator("#up-upi_id")).to_be_focused()
    page.keyboard.press("Enter")  # it is the first one by now
    expect(page.locator(".htmx-request")).to_have_count(0)
    expect(page.locator("#up-upi_id")).to_be_focused()
    assert StaffSettings.objects.get().columns[1] == "upi_id"


def test_view_is_saved_by_keys_alone(browse, rita):
    page = browse(rita)
    page.goto("/portal/?tab=late")
    page.locator("#views-menu > summary").focus()
    page.keyboard.press("Enter")
    tab_to(page, "#id_view_name")
    page.keyboard.type("Late ones")
    page.keyboard.press("Enter")
    expect(page.locator("#view-line")).to_contain_text("Late ones")
    expect(page.locator(".alert-success")).to_contain_text("is saved")


def test_changed_view_says_so_as_the_list_changes(browse, rita, views):
    page = browse(rita)
    page.goto("/portal/")
    line = page.locator("#view-line")
    expect(line).to_contain_text("your default")
    page.locator("#queue summary", has_text="Filters").click()
    page.locator("#id_user").fill("alice")
    page.locator(".menu-foot").get_by_role("button", name="Apply").last.click()
    expect(line).to_contain_text("changed")
    page.get_by_role("link", name="Back to the view").click()
    expect(page.locator("#view-line")).to_contain_text("your default")


def test_everything_works_without_a_script(browse, rita):
    page = browse(rita, javascript=False)
    page.goto("/portal/settings/")
    page.get_by_label("Compact").check()
    page.get_by_label("Dark").check()
    press(page, "Save settings")
    expect(page.locator(".alert-success")).to_contain_text("Density: Compact.")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_label("Coins").check()
    press(page, "Show these columns")
    page.locator("#up-coins").click()
    expect(page.locator(".alert-success")).to_contain_text("Reviewer, Coins, Age.")
    page.goto("/portal/?tab=late")
    page.locator("#views-menu > summary").click()
    page.get_by_label("Save this view as").fill("Late")
    page.locator("#views-menu .btn-primary").click()
    expect(page.locator("#view-line")).to_contain_text("Late")
    page.goto("/portal/views/")
    page.get_by_role("button", name="Open the portal with this").click()
    page.goto("/portal/")
    expect(page.locator("#view-line")).to_contain_text("your default")
    page.goto("/portal/views/")
    page.locator("summary", has_text="Delete").click()
    press(page, "Delete view")
    expect(page.get_by_role("heading", name="No views yet")).to_be_visible()
