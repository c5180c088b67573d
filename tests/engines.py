"""What runs the JavaScript of examples/: node, or a page in chromium."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.patience import SLOW

FOLDER = Path(__file__).parent.parent / "examples"
_HERE = "/the-example/"


class Node:
    """Runs each script in a process of its own."""

    def __init__(self, path: str) -> None:
        self.path = path

    def run(self, module: str, script: str, **given: Any) -> Any:
        """What the body of an async function returns, which has `lib` and `given`."""
        whole = f"""
            import * as lib from {json.dumps((FOLDER / module).as_uri())};
            const given = {json.dumps(given)};
            const result = await (async () => {{ {script} }})();
            console.log(JSON.stringify(result));"""
        command = [self.path, "--input-type=module", "-e", whole]
        done = subprocess.run(command, capture_output=True, text=True, timeout=SLOW)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


class Chromium:
    """Runs each script in a page of the server's own origin, as the API wants it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.route(f"**{_HERE}**", _serve)

    def run(self, module: str, script: str, **given: Any) -> Any:
        self.page.goto(given.get("url", "http://127.0.0.1") + _HERE)
        return self.page.evaluate(
            f"""async (given) => {{
                const lib = await import("{_HERE}{module}");
                {script}
            }}""",
            given,
        )


def _serve(route: Route) -> None:
    name = route.request.url.partition(_HERE)[2]
    if name:
        route.fulfill(path=FOLDER / name, content_type="text/javascript")
    else:
        route.fulfill(body="<!doctype html>", content_type="text/html")


@pytest.fixture
def node() -> Node:
    path = shutil.which("node")
    if path is None:
        pytest.skip("needs node, which is not installed here")
    return Node(path)


@pytest.fixture
def chromium_page(chromium: Browser) -> Iterator[Chromium]:
    context = chromium.new_context()
    yield Chromium(context.new_page())
    context.close()


@pytest.fixture(
    params=["node", pytest.param("chromium_page", marks=pytest.mark.browser)]
)
def engine(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue(request.param)
