"""The queue's address holds its whole state, without empty values."""

from collections.abc import Container, Iterable, Sequence
from functools import cache
from urllib.parse import SplitResult, urlencode, urlsplit

from django.http import QueryDict
from django.urls import reverse


def shown(params: QueryDict, *, keep: Container[str] = ()) -> QueryDict:
    """The values that are set, of the names in `keep` (of all names without it)."""
    left = QueryDict(mutable=True)
    for name, values in sorted(params.lists()):
        set_values = [value for value in values if value.strip()]
        if set_values and (not keep or name in keep):
            left.setlist(name, set_values)
    return left


def address(params: QueryDict) -> str:
    """/portal/ with the values that are set."""
    return _queue() + query_of(params)


def query_of(params: QueryDict) -> str:
    """The values as the end of another address, to lead back to the queue."""
    return written(params.lists())


def written(lists: Iterable[tuple[str, Sequence[str]]]) -> str:
    """The same of names with their values, which a QueryDict takes long to hold."""
    query = urlencode(
        [
            (name, value)
            for name, values in sorted(lists)
            for value in values
            if value.strip()
        ]
    )
    return f"?{query}" if query else ""


def around(lists: Iterable[tuple[str, Sequence[str]]], name: str) -> tuple[str, str]:
    """/portal/ with these values: what stands before and after one of `name`."""
    both = list(lists)
    before = written(each for each in both if each[0] < name)
    after = written(each for each in both if each[0] > name).replace("?", "&", 1)
    return f"{_queue()}{before}{'&' if before else '?'}{name}=", after


def queue_at(*lists: tuple[str, Sequence[str]]) -> str:
    """/portal/ with these values."""
    return _queue() + written(lists)


@cache
def _queue() -> str:
    return reverse("portal:queue")


def is_queue(url: str | None) -> bool:
    """Whether the address is one of the queue."""
    return _split(url).path == _queue()


def params_of(url: str | None) -> QueryDict:
    """The values in a queue's address; empty for any other address."""
    return QueryDict(_split(url).query if is_queue(url) else "", mutable=True)


def _split(url: str | None) -> SplitResult:
    """Nothing but empty parts for what is no address."""
    try:
        return urlsplit(url or "")
    except ValueError:
        return urlsplit("")
