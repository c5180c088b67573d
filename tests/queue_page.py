"""What a page of the queue shows, read from its HTML."""

import re
from html import unescape
from typing import Any

from withdrawals.models import CoinWithdrawal

QUEUE = "/portal/"


def shown(page: Any) -> list[str]:
    """The ids of the rows on the page, from top to bottom."""
    return re.findall(r'<tr[^>]* id="row-([^"]+)"', html(page))


def ids(*rows: CoinWithdrawal) -> list[str]:
    return [str(each.id) for each in rows]


def link(page: Any, link_id: str) -> str:
    """Where the link with this id leads; "" when it is not there."""
    found = re.search(rf'id="{link_id}"[^>]*? href="([^"]*)"', html(page))
    return unescape(found[1]) if found else ""


def count_on(page: Any, tab: str) -> str:
    """The number on a tab, "" where it has none."""
    words = html(page).split(f'id="tab-{tab}"')[1].split("</a>")[0]
    found = re.search(r'class="count[^"]*">([^<]+)<', words)
    return found[1] if found else ""


def headings(page: Any) -> list[str]:
    """The words of the queue's headings, from left to right."""
    found = re.findall(r'<th role="columnheader".*?</th>', html(page), re.S)
    words = [re.sub(r"<[^>]+>", "", each).strip() for each in found]
    return words[1:] if "data-select-page" in found[0] else words


def html(page: Any) -> str:
    return str(page.content.decode())


def words(page: Any) -> str:
    """The text of the page, as a reader meets it."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html(page))))


def htmx(target: str, here: str = QUEUE) -> dict[str, str]:
    """The headers of a request by htmx for the element `target` of the page `here`."""
    return {
        "HX-Request": "true",
        "HX-Target": target,
        "HX-Current-URL": f"http://testserver{here}",
    }
