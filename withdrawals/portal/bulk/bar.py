"""The bar below the queue: what can be done to the requests that are selected."""

from dataclasses import dataclass
from uuid import UUID

from withdrawals.actors import Actor
from withdrawals.portal.bulk.acts import MOST, Act, offered
from withdrawals.portal.bulk.models import BulkLine, Outcome
from withdrawals.portal.listed import Listed
from withdrawals.texts import parse_id


@dataclass(frozen=True)
class Bar:
    """Without acts there is nothing to select. `all`: "All 41 that match"."""

    acts: tuple[Act, ...]
    all: str = ""
    number: int = 0  # of those


def bar(actor: Actor, rows: list[Listed], matching: int, words: str) -> Bar:
    """For these rows of the page, of so many that match, `words` for people."""
    acts = tuple(offered(actor, {row.status for row in rows}))
    if matching <= len(rows):
        return Bar(acts)
    if matching <= MOST:
        return Bar(acts, f"All {words} that match", matching)
    return Bar(acts, f"The first {MOST} of {words} that match", MOST)


def unchanged_by(run_id: str) -> frozenset[UUID]:
    """The requests that a run left as they were; none for what is no run."""
    try:
        lines = BulkLine.objects.filter(run=parse_id(run_id)).exclude(
            outcome=Outcome.DONE
        )
    except ValueError:
        return frozenset()
    return frozenset(filter(None, lines.values_list("withdrawal_id", flat=True)))
