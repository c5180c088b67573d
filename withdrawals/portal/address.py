"""The queue's address holds its whole state, without empty values."""

from collections.abc import Container, Iterable
from functools import cache
from typing import Self
from urllib.parse import SplitResult, quote_plus, urlsplit

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


class Query:
    """What follows an address; `written` says the values of each name, or nothing.

    A page has many addresses that hold nearly the same.
    """

    def __init__(self, written: dict[str, str]) -> None:
        self.written = written

    @classmethod
    def of(cls, lists: Iterable[tuple[str, Iterable[str]]]) -> Self:
        return cls({name: _set(name, values) for name, values in lists})

    def having(self, name: str, *values: str) -> Self:
        """With these values of `name`, whichever it had."""
        return type(self)(self.written | {name: _set(name, values)})

    def without(self, *names: str) -> Self:
        return type(self)(self.written | dict.fromkeys(names, ""))

    def around(self, name: str) -> tuple[str, str]:
        """The queue's address before and after a value of `name`."""
        whole = type(self)(self.written | {name: "\0"}).address
        before, _, after = whole.partition("\0")
        return f"{before}{name}=", after

    def __str__(self) -> str:
        """ "?rows=50&tab=all", or nothing."""
        texts = [self.written[name] for name in sorted(self.written)]
        query = "&".join(filter(None, texts))
        return f"?{query}" if query else ""

    @property
    def address(self) -> str:
        """Of the queue."""
        return f"{_queue()}{self}"


def _set(name: str, values: Iterable[str]) -> str:
    """Those that are not empty."""
    key = quote_plus(name)
    return "&".join(f"{key}={quote_plus(each)}" for each in values if each.strip())


def address(params: QueryDict) -> str:
    """/portal/ with the values that are set."""
    return Query.of(params.lists()).address


def query_of(params: QueryDict) -> str:
    """The values as the end of another address, to lead back to the queue."""
    return str(Query.of(params.lists()))


def queue_at(*lists: tuple[str, Iterable[str]]) -> str:
    """/portal/ with these values."""
    return Query.of(lists).address


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
