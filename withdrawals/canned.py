"""The reasons and messages that staff may choose from."""

from wallet.statements import Statement
from withdrawals.models import CannedText
from withdrawals.states import Status

MOST = 50  # offered; nobody reads on

_REASONS = {
    Status.PENDING: CannedText.Kind.REJECT,
    Status.PROCESSING: CannedText.Kind.FAIL,
}


def messages() -> list[str]:
    """What may be inserted into a message, in order."""
    return _offered(CannedText.Kind.MESSAGE)


def reasons(status: str) -> list[str]:
    """Why a request of this status may fail, in order."""
    return _offered(_REASONS[Status(status)]) if status in _REASONS else []


def known_reasons() -> set[str]:
    """All of them, retired ones too: somebody may have the page of before open."""
    rows = CannedText.objects.filter(kind__in=_REASONS.values())
    return set(rows.values_list("text", flat=True))


def _offered(kind: CannedText.Kind) -> list[str]:
    return [text for (text,) in _OFFERED.rows(kind)]


_OFFERED = Statement(
    lambda kind: (
        CannedText.objects.filter(kind=kind, active=True)
        .order_by("place", "id")
        .values_list("text")[:MOST]
    ),
    str,
)
