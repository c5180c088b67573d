"""Many refusals of one moment as one trigger of PostgreSQL's, which costs less."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from wallet.triggers import Guard, Refusal, Trigger, only_if, raising

# Also where a table is small, or was when a plan was made, it is not read through.
_BY_INDEX = " SET enable_seqscan = off"


@dataclass(frozen=True)
class Merged:
    """Refusals of the same act on the same table, at the same moment.

    SQLite, where no call of a function is saved, has a trigger for each.
    """

    name: str
    refusals: Sequence[Refusal]

    def triggers(self, vendor: str) -> Iterator[Trigger]:
        if vendor == "postgresql":
            here = [each for each in self.refusals if each.only in ("", vendor)]
            body = " ".join(_checks(here))
            yield here[0].fired_as(self.name, body, _BY_INDEX)
        else:
            for refusal in self.refusals:
                yield from refusal.triggers(vendor)


def merged(owner: str, refusals: Iterable[Refusal]) -> list[Guard]:
    """All of them, those of the same moment as one; `owner` tells whose they are."""
    found: list[Guard] = []
    for moment, group in groupby(sorted(refusals, key=_moment), _moment):
        together = list(group)
        if sum(each.only in ("", "postgresql") for each in together) > 1:
            found.append(Merged(_named(owner, *moment), together))
        else:
            found.extend(together)
    return found


def _moment(refusal: Refusal) -> tuple[str, str, str, bool]:
    return refusal.table, refusal.act, refusal.when, refusal.at_commit


def _named(owner: str, table: str, act: str, when: str, at_commit: bool) -> str:
    ends = "_at_commit" if at_commit else "" if when == "BEFORE" else f"_{when.lower()}"
    return f"{table}_{act.lower()}_for_{owner}{ends}"


def _checks(refusals: Sequence[Refusal]) -> Iterator[str]:
    for where, group in groupby(sorted(refusals, key=_where), _where):
        yield only_if(where, " ".join(_of_one_kind(list(group))))


def _where(refusal: Refusal) -> str:
    return refusal.where


def _of_one_kind(refusals: Sequence[Refusal]) -> Iterator[str]:
    """Those first that ask for no other rows; of those that do, all in one query: what
    PostgreSQL does around a query takes longer than the query.
    """
    queries = [each for each in refusals if "SELECT" in each.condition]
    yield from (raising(each) for each in refusals if each not in queries)
    if queries:
        checks = " ".join(map(raising, queries))
        any_of = " OR ".join(f"({each.asked})" for each in queries)
        yield only_if(any_of, checks) if len(queries) > 1 else checks
