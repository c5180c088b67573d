"""The one stylesheet, read as text."""

import re
from pathlib import Path

CSS = Path("static/app.css")


def test_each_token_that_is_used_has_a_value():
    words = CSS.read_text()
    used = set(re.findall(r"var\((--[\w-]+)", words))
    assert used - set(re.findall(r"(--[\w-]+):", words)) == set()
