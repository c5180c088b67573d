"""/api/docs and /api/openapi.json: what they say is what the endpoints do."""

import pytest
from playwright.sync_api import Page, expect

from tests.api import ADDRESSES, POSTS
from withdrawals.api import schemas
from withdrawals.states import Status


@pytest.fixture
def spec(client, db):
    return client.get("/api/openapi.json").json()


def test_every_endpoint_is_described(spec):
    described = {
        (path, method) for path, methods in spec["paths"].items() for method in methods
    }
    assert described == {
        (path, "post" if name in POSTS else "get") for name, path in ADDRESSES.items()
    }


def test_the_key_is_described(spec):
    schemes = spec["components"]["securitySchemes"]
    assert schemes["BearerKey"] | {"description": ""} == {
        "type": "http",
        "scheme": "bearer",
        "description": "",
    }


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("NewWithdrawal", ["user_id", "amount", "upi_id"]),
        ("Cancelled", list(schemas.Cancelled.model_fields)),
        ("ErrorBody", ["code", "message", "field", "details"]),
    ],
)
def test_fields_are_described_by_the_names_that_are_sent(spec, name, fields):
    assert list(spec["components"]["schemas"][name]["properties"]) == fields


def test_statuses_are_described(spec):
    assert spec["components"]["schemas"]["Status"]["enum"] == Status.values


def is_dark(page: Page) -> bool:
    colour = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    return bool(colour == "rgb(28, 32, 34)")


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_works_under_the_policy(browse, scheme):
    page = browse(scheme=scheme)
    page.goto("/api/docs")
    expect(page.get_by_role("heading", name="Coin withdrawals")).to_be_visible()
    assert is_dark(page) is (scheme == "dark")
    page.locator(".opblock-summary-control", has_text="History").click()
    expect(page.get_by_text("A user's requests, newest first.")).to_be_visible()
    foreign = "performance.getEntries().map(e => e.name).filter(n => n.includes('//'))"
    assert all(n.startswith(page.url.split("/api")[0]) for n in page.evaluate(foreign))


@pytest.mark.browser
def test_the_theme_that_was_chosen_counts_more_than_the_systems(browse):
    page = browse(scheme="light")
    page.goto("/api/docs")
    cookie = {"name": "theme", "value": "dark", "url": page.url}
    page.context.add_cookies([cookie])
    page.reload()
    assert is_dark(page)
