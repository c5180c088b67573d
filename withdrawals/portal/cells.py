"""How each column of the queue writes its cell: text to be escaped, or safe HTML."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from project import amounts
from project.icons import icon
from withdrawals.masking import mask, mask_all
from withdrawals.models import Claim, CoinWithdrawal
from withdrawals.portal.flags import Flags
from withdrawals.states import Status


@dataclass(frozen=True)
class Reader:
    """Who reads the list, and where they are in it."""

    me: str  # the login whose name is written "you"
    sees_upi_ids: bool = False  # whole; see withdrawals.sight
    query: str = ""  # leads back to the list
    opened: str = ""  # the id of the request beside it
    held: Mapping[UUID, Claim] = field(default_factory=dict)  # who works on what
    flags: Flags = field(default_factory=Flags)
    picks: frozenset[UUID] | None = None  # what is selected; None: nothing can be


def pick(row: CoinWithdrawal, reader: Reader) -> str:
    """The box that selects the row, for the form of the page called "bulk"."""
    return format_html(
        '<label><input type="checkbox" form="bulk" name="select" value="{}" '
        'data-select aria-label="Select {}"{}></label>',
        row.pk,
        row.reference,
        SafeString(" checked" if row.pk in (reader.picks or ()) else ""),
    )


def reference(row: CoinWithdrawal, reader: Reader) -> str:
    """A link to the page; with a script and room, it fills the pane instead."""
    url = _page_of(row.pk) + reader.query
    current = ' aria-current="true"' if str(row.pk) == reader.opened else ""
    return format_html(
        '<a id="open-{}" href="{}" hx-get="{}" hx-target="#pane"{}>{}</a>{}',
        row.pk,
        url,
        url,
        SafeString(current),
        row.reference,
        _MENTIONED if row.pk in reader.flags.mentioned else "",
    )


def user(row: CoinWithdrawal, reader: Reader) -> str:
    query = urlencode({"user_id": row.user_id})
    return format_html('<a href="{}?{}">{}</a>', _users(), query, row.user_id)


def upi_id(row: CoinWithdrawal, reader: Reader) -> str:
    text = row.upi_id if reader.sees_upi_ids else mask(row.upi_id)
    marks = _UPI_FLAGS[row.pk in reader.flags.new, row.pk in reader.flags.shared]
    if not marks:
        return text
    return format_html('<span class="flagged"><span>{}</span>{}</span>', text, marks)


def amount(row: CoinWithdrawal, reader: Reader) -> str:
    return amounts.rupees(row.rupees_amount)


def status(row: CoinWithdrawal, reader: Reader) -> str:
    claim = reader.held.get(row.pk)
    return _badge(row.status) + _mark(claim, reader) if claim else _badge(row.status)


def _mark(claim: Claim, reader: Reader) -> SafeString:
    """Who has taken it: an icon and a name beside the status."""
    return format_html(
        ' <span class="held" title="Until {} IST">{}'
        '<span class="visually-hidden">taken by </span>{}</span>',
        f"{timezone.localtime(claim.until):%H:%M}",
        icon("user"),
        "you" if claim.holder == reader.me else claim.holder,
    )


def reviewer(row: CoinWithdrawal, reader: Reader) -> str:
    return "you" if row.started_by == reader.me else row.started_by or "–"


def age(row: CoinWithdrawal, reader: Reader) -> str:
    """How long an open request has waited; the day of one that is done."""
    local = timezone.localtime(row.created_at)
    words = amounts.age(local) if row.is_open else f"{local:%-d %b, %H:%M}"
    late = SafeString(' <span class="late">late</span>') if row.is_late else ""
    return format_html("{}{}", _time(local, words), late)


def requested(row: CoinWithdrawal, reader: Reader) -> str:
    return _moment(row.created_at)


def paid(row: CoinWithdrawal, reader: Reader) -> str:
    return _moment(row.completed_at) if row.completed_at else ""


def coins(row: CoinWithdrawal, reader: Reader) -> str:
    return amounts.coins(row.coins_amount)


def utr(row: CoinWithdrawal, reader: Reader) -> str:
    return row.utr or ""


def reason(row: CoinWithdrawal, reader: Reader) -> str:
    words = row.failure_reason or ""
    if not reader.sees_upi_ids:
        words = mask_all(words)
    return format_html('<span title="{0}">{0}</span>', words) if words else ""


def payer(row: CoinWithdrawal, reader: Reader) -> str:
    """Needs the rows that columns.filled() gives."""
    name = getattr(row, "paid_by", None) or ""
    return "you" if name == reader.me else name


def _moment(at: datetime) -> SafeString:
    local = timezone.localtime(at)
    return _time(local, f"{local:%-d %b %Y, %H:%M}")


def _time(local: datetime, words: str) -> SafeString:
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(timespec="seconds"),
        f"{local:%-d %b %Y, %H:%M} IST",
        words,
    )


_MENTIONED = SafeString(' <span class="flag">mentioned</span>')
_NEW = '<span class="flag">new<span class="visually-hidden"> UPI ID</span></span>'
_SHARED = '<span class="flag">shared<span class="visually-hidden"> UPI ID</span></span>'
_UPI_FLAGS = {
    (new, shared): SafeString(_NEW * new + _SHARED * shared)
    for new in (False, True)
    for shared in (False, True)
}


@cache
def _badge(name: str) -> SafeString:
    label = Status(name).label
    return format_html('<span class="status status-{}">{}</span>', name, label)


@cache
def _users() -> str:
    return reverse("portal:users")


def _page_of(withdrawal_id: UUID) -> str:
    """reverse() for each row would cost more than the row."""
    return _page_pattern().replace(str(_NOBODY), str(withdrawal_id))


_NOBODY = UUID(int=0)


@cache
def _page_pattern() -> str:
    return reverse("portal:request", args=[_NOBODY])
