"""A real browser on the live server, for the tests of every face.

browse(alice) opens a page with alice signed in; `width`, `scheme` and `javascript` set
the scene. A test fails when a page of its logs an error, breaks the content policy or
cannot load one of its files, or when the server fails.
"""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Response,
    expect,
    sync_playwright,
)

_PATIENCE = 60_000  # milliseconds
expect.set_options(timeout=_PATIENCE)
DESKTOP, PHONE = 1440, 390  # widths
_HEIGHTS = {DESKTOP: 900, PHONE: 844}
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_MIGRATED = "_test_serialized_contents"  # where Django keeps them for its tests
_LOST = ("htmx:afterRequest", "htmx:sendError")  # the page itself tells of it
_PASSED = "htmx:sendAbort"  # more was typed, and is asked for instead
_ANSWERS = ("Failed to load resource", "Response Status Error Code 4", *_LOST, _PASSED)
_FILES = {"stylesheet", "script", "font", "image"}

Browse = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("needs chromium, which is not installed here")
    # Playwright keeps an event loop in this thread, which Django takes for async code:
    # it opens another connection, which must know the migrated rows to put back too.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    migrated = getattr(connection, _MIGRATED, None)
    with sync_playwright() as playwright:
        if migrated is not None:
            setattr(connection, _MIGRATED, migrated)
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def browse(
    chromium, live_server, transactional_db, django_db_serialized_rollback
) -> Iterator[Browse]:
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open_page(
        user: User | None = None,
        *,
        width: int = DESKTOP,
        scheme: str = "light",
        javascript: bool = True,
    ) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": _HEIGHTS.get(width, 844)},
            color_scheme=scheme,
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        context.set_default_timeout(_PATIENCE)
        contexts.append(context)
        if user:
            _sign_in(context, user, live_server.url)
        _watch(context, problems)
        page: Page = context.new_page()
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not problems, problems


def assert_accessible(page: Page, *rules: str) -> None:
    """axe finds nothing, and nothing makes the page scroll sideways.

    `rules`: of axe, to try no others.
    """
    page.wait_for_load_state()
    options = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
    found = Axe().run(page, options=options).response["violations"]
    words = [f"{each['id']}: {each['nodes'][0]['html']}" for each in found]
    assert not words, words
    overflow = "document.documentElement.scrollWidth - window.innerWidth"
    assert page.evaluate(overflow) <= 0


def _sign_in(context: BrowserContext, user: User, url: str) -> None:
    client = Client()
    client.force_login(user)
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": url}])


def _watch(context: BrowserContext, problems: list[str]) -> None:
    def on_console(message: ConsoleMessage) -> None:
        # Answers are judged below: a 404 or 422 page is no mistake of the page.
        if message.type == "error" and not message.text.startswith(_ANSWERS):
            problems.append(f"{message.text} at {message.location['url']}")

    def on_response(response: Response) -> None:
        is_file = response.request.resource_type in _FILES
        if response.status >= 500 or (is_file and response.status >= 400):
            problems.append(f"{response.status} for {response.url}")

    context.on("console", on_console)
    context.on("weberror", lambda error: problems.append(str(error.error)))
    context.on("response", on_response)
