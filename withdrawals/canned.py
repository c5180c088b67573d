"""The reasons and messages that staff may choose from."""

from collections.abc import Iterable

from wallet.journeys import Asked
from wallet.rows import Row
from wallet.statements import Statement
from withdrawals.models import CannedText
from withdrawals.states import Status

Kind = CannedText.Kind
MOST = 50  # offered; nobody reads on

OF_FAILURE = {Status.PENDING: Kind.REJECT, Status.PROCESSING: Kind.FAIL}


def asked() -> list[Asked]:
    """What finds the texts, for offered()."""
    return [(_OFFERED, kind.value) for kind in Kind]


def offered(found: Iterable[list[Row]]) -> dict[str, list[str]]:
    """What may be chosen of each kind, in order."""
    return {
        kind: [text for (text,) in rows] for kind, rows in zip(Kind, found, strict=True)
    }


def known(*kinds: Kind) -> set[str]:
    """All of them, retired ones too: somebody may have the page of before open."""
    rows = CannedText.objects.filter(kind__in=kinds)
    return set(rows.values_list("text", flat=True))


_OFFERED = Statement(
    lambda kind: (
        CannedText.objects.filter(kind=kind, active=True)
        .order_by("place", "id")
        .values_list("text")[:MOST]
    ),
    str,
)
