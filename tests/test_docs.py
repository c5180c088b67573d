"""What the documents say of the code is so."""

import re
from pathlib import Path

from tests.screenshots import PICTURES

ROOT = Path(__file__).parent.parent
REFERENCE = (ROOT / "docs" / "quick-reference.md").read_text()
READ = re.compile(r'(?:env\.\w+|environ\.get)\(\s*"([A-Z_]+)"')
NAMED = re.compile(r"`([A-Z_]{4,})`(?:, `([A-Z_]{4,})`)? \|")
LINK = re.compile(r"\]\(([^)#:]+)\)")
CODE = re.compile(r"```.*?```", re.DOTALL)


def test_every_setting_from_the_environment_is_listed():
    sources = [
        (ROOT / "project" / name).read_text() for name in ("settings.py", "gunicorn.py")
    ]
    read = {name for source in sources for name in READ.findall(source)}
    named = {name for pair in NAMED.findall(REFERENCE) for name in pair if name}
    assert read == named


def test_every_link_leads_somewhere():
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        links = LINK.findall(CODE.sub("", page.read_text()))
        assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_picture_is_taken_by_the_script_and_shown():
    taken = {f"{name}.png" for name in PICTURES}
    assert taken == {each.name for each in (ROOT / "docs" / "images").iterdir()}
    guide = (ROOT / "docs" / "admin-guide.md").read_text()
    assert {name for name in taken if f"(images/{name})" not in guide} == set()
