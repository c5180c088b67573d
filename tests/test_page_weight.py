"""What the queue's page weighs on the line, compressed, without the font."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests.crowd import make, row
from tests.queue_page import QUEUE, html

HEAVIEST = 60_000  # bytes that the page may weigh
FONT = ".woff2"


@pytest.fixture
def page(client, meera):
    make(*(row(minutes=number) for number in range(50)))
    client.force_login(meera)
    return client.get(f"{QUEUE}?rows=50")


def files_of(page):
    """Each file that the page asks for, but the font."""
    links = re.findall(r'(?:src|href)="/static/([^"#]+)', html(page))
    return {link for link in links if not link.endswith(FONT)}


def test_queue_weighs_little(page):
    files = [Path(str(finders.find(each))) for each in files_of(page)]
    assert {each.suffix for each in files} == {".css", ".js", ".svg"}
    parts = [page.content, *(each.read_bytes() for each in files)]
    assert sum(len(gzip.compress(part)) for part in parts) < HEAVIEST


def test_page_asks_no_other_host_for_anything(page):
    loads = re.findall(r'<(?:script|link|img|iframe|use)[^>]*"(https?:|//)', html(page))
    assert loads == []
