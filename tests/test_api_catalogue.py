"""The catalogue of errors: every code that can be answered, with cause and remedy."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from project.errors import CODES, INTERNAL
from tests.api import refused
from withdrawals.api.catalogue import entries
from withdrawals.api.errors import REFUSALS
from withdrawals.api.words import WORDS

KNOWN = {refusal.code for refusal in REFUSALS.values()}
KNOWN |= {code for code, _ in CODES.values()} | {INTERNAL[0]}
PAGE = "/api/docs/errors"


def test_every_code_is_told_with_cause_remedy_and_example():
    found = entries()
    assert [each.code for each in found] == list(dict.fromkeys(e.code for e in found))
    assert {each.code for each in found} == KNOWN == set(WORDS)
    assert all(each.cause.endswith(".") and each.remedy.endswith(".") for each in found)


def test_no_code_is_answered_that_is_not_in_a_table():
    """Codes stand in the two tables only: no view makes up one of its own."""
    root = Path(__file__).parent.parent
    faces = [
        *(root / "withdrawals/api").rglob("*.py"),
        *(root / "project").glob("*.py"),
    ]
    calls = [text for file in faces for text in _error_calls(file.read_text())]
    assert calls
    assert not [text for text in calls if re.search(r"""["'][a-z_]+["']""", text)]


def _error_calls(source: str) -> list[str]:
    return re.findall(r"(?<!def )json_error\(([^()]*)", source)


def test_the_page_shows_each_as_it_is_answered(client, db):
    page = client.get(PAGE)
    assert page.status_code == 200
    text = page.content.decode()
    for each in entries():
        assert f'id="{each.code}"' in text
        assert json.loads(each.answer)["error"]["code"] == each.code


def test_an_example_is_a_real_answer(api, alice):
    [example] = [each for each in entries() if each.code == "unauthorized"]
    api.client.defaults.pop("HTTP_AUTHORIZATION", None)
    error = refused(api.client.get("/api/razorpay/coins/balance/"), 401, "unauthorized")
    assert error == example.error


def test_the_page_is_only_read(api):
    refused(api.post(PAGE), 405, "method_not_allowed")


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_code_is_found_from_the_table(browse, scheme):
    page = browse(scheme=scheme)
    page.goto(PAGE)
    page.get_by_role("link", name="insufficient_balance").click()
    expect(page.locator("#insufficient_balance")).to_be_in_viewport()
