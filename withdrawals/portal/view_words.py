"""A saved view in words: its tab, its filters, its order."""

from django.http import QueryDict

from withdrawals.portal import columns, tabs
from withdrawals.portal.chips import words_of as filter_words
from withdrawals.portal.filters import WithdrawalFilterSet

_SORTED = {
    "age": "newest first",
    "-age": "oldest first",
    "time": "oldest first",
    "-time": "newest first",
    "amount": "smallest amount first",
    "-amount": "largest amount first",
}


def words_of(query: str) -> list[str]:
    """["Over SLA", "₹100 or more", "largest amount first", "50 rows", "7 columns"]."""
    params = QueryDict(query)
    filters = [
        filter_words(name, value)
        for name in WithdrawalFilterSet.base_filters
        for value in params.getlist(name)
        if value.strip()
    ]
    order = _SORTED.get(params.get("sort", ""), "")
    rows = f"{params['rows']} rows" if params.get("rows") else ""
    tab = tabs.TABS.get(params.get("tab", ""), tabs.DEFAULT)
    named = columns.named(params.get("columns", ""))
    width = f"{len(named)} columns" if named else ""
    return [tab.label, *filters, *filter(None, (order, rows, width))]
