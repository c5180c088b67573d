"""The table of keys, the controls that they press, and who wants none."""

import re
from pathlib import Path

import pytest

from tests.queue_page import QUEUE, html
from withdrawals.portal import keys, staff_settings
from withdrawals.portal.keys import ANYWHERE, GROUPS, ON_REQUEST, ON_ROWS, ON_SELECTED
from withdrawals.portal.tabs import TABS

ROOT = Path(__file__).parent.parent
MARK = re.compile(r'data-key="([^"]+)"')


def test_each_key_of_the_table_has_its_control_and_the_other_way_round():
    pages = (ROOT / "templates").rglob("*.html")
    marks = {mark for page in pages for mark in MARK.findall(page.read_text())}
    assert marks == {key.name for key in ON_SELECTED + ON_REQUEST + ANYWHERE}


def test_script_moves_in_the_list_by_the_keys_of_the_table():
    source = (ROOT / "static" / "keys.js").read_text()
    moves = re.findall(r"(\w): \(", re.findall(r"const ON_ROWS = {(.*)}", source)[0])
    assert {*moves, "Enter", "X"} == {key.name for key in ON_ROWS}


def test_no_key_means_two_things():
    names = [key.name for _, group in GROUPS for key in group]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("place", ["queue", "request"])
def test_help_lists_every_key(client, rita, pending, place):
    client.force_login(rita)
    page = client.get(QUEUE if place == "queue" else f"/portal/requests/{pending.id}/")
    for _, group in keys.GROUPS:
        for key in group:
            assert f"<dd>{key.words}</dd>" in html(page)


def test_who_wants_no_keys_gets_neither_script_nor_help(client, rita):
    staff_settings.change(rita, shortcuts=False)
    client.force_login(rita)
    assert "keys" not in html(client.get(QUEUE))


def test_other_pages_have_no_keys(client, rita):
    client.force_login(rita)
    assert "keys.js" not in html(client.get("/portal/users/"))


def test_cheat_sheet_has_every_key_and_tab_for_everybody(client, rita):
    staff_settings.change(rita, shortcuts=False)
    client.force_login(rita)
    page = html(client.get("/portal/cheat-sheet/"))
    words = [key.words for _, group in GROUPS for key in group]
    assert [each for each in words if f"<dd>{each}</dd>" not in page] == []
    assert [tab for tab in TABS.values() if f"<dt>{tab.label}</dt>" not in page] == []
