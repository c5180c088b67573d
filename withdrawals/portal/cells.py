"""How each column of the queue writes its cell: text to be escaped, or safe HTML."""

from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import cache
from html import escape
from urllib.parse import quote_plus
from uuid import UUID

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from project import amounts
from project.icons import icon
from project.parts import page_url
from wallet import clock
from withdrawals.masking import mask, mask_all
from withdrawals.models import SLA, CoinWithdrawal
from withdrawals.portal.flags import Flags, Held
from withdrawals.states import OPEN, Status


@dataclass(frozen=True)
class Reader:
    """Who reads the list, and where they are in it."""

    me: str  # the login whose name is written "you"
    sees_upi_ids: bool = False  # whole; see withdrawals.sight
    query: str = ""  # leads back to the list
    opened: str = ""  # the id of the request beside it
    flags: Flags = field(default_factory=Flags)
    picks: frozenset[UUID] | None = None  # what is selected; None: nothing can be
    zone: tzinfo = field(default_factory=timezone.get_current_timezone)
    now: datetime = field(default_factory=clock.now)


def pick(row: CoinWithdrawal, reader: Reader) -> str:
    """The box that selects the row, for the form of the page called "bulk"."""
    checked = " checked" if row.pk in (reader.picks or ()) else ""
    return SafeString(
        f'<label><input type="checkbox" form="bulk" name="select" value="{row.pk}" '
        f'data-select aria-label="Select {escape(row.reference)}"{checked}></label>'
    )


def reference(row: CoinWithdrawal, reader: Reader) -> str:
    """A link to the page; with a script and room, it fills the pane instead."""
    name = str(row.pk)
    url = escape(page_url("portal:request", name) + reader.query)
    current = ' aria-current="true"' if name == reader.opened else ""
    mark = _MENTIONED if row.pk in reader.flags.mentioned else ""
    return SafeString(
        f'<a id="open-{name}" href="{url}" hx-get="{url}" hx-target="#pane"{current}>'
        f"{escape(row.reference)}</a>{mark}"
    )


def user(row: CoinWithdrawal, reader: Reader) -> str:
    url = f"{page_url('portal:users')}?user_id={quote_plus(row.user_id)}"
    return SafeString(f'<a href="{url}">{escape(row.user_id)}</a>')


def upi_id(row: CoinWithdrawal, reader: Reader) -> str:
    text = row.upi_id if reader.sees_upi_ids else mask(row.upi_id)
    marks = _UPI_FLAGS[row.pk in reader.flags.new, row.pk in reader.flags.shared]
    if not marks:
        return text
    return SafeString(
        f'<span class="flagged"><span>{escape(text)}</span>{marks}</span>'
    )


def amount(row: CoinWithdrawal, reader: Reader) -> str:
    return amounts.rupees(row.rupees_amount)


def status(row: CoinWithdrawal, reader: Reader) -> str:
    claim = reader.flags.held.get(row.pk)
    return _badge(row.status) + _mark(claim, reader) if claim else _badge(row.status)


def _mark(claim: Held, reader: Reader) -> SafeString:
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
    local = row.created_at.astimezone(reader.zone)
    if row.status not in OPEN:
        return _time(local, amounts.day_and_time(local))
    passed = reader.now - row.created_at
    return _time(local, amounts.passed(passed), _LATE if passed > SLA else "")


def requested(row: CoinWithdrawal, reader: Reader) -> str:
    return _moment(row.created_at, reader)


def paid(row: CoinWithdrawal, reader: Reader) -> str:
    return _moment(row.completed_at, reader) if row.completed_at else ""


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


def _moment(at: datetime, reader: Reader) -> SafeString:
    local = at.astimezone(reader.zone)
    return _time(local, amounts.day_and_time(local, f" {local.year}"))


def _time(local: datetime, words: str, more: str = "") -> SafeString:
    """Words of ours, in which there is nothing to be escaped."""
    whole = amounts.day_and_time(local, f" {local.year}")
    return SafeString(
        f'<time datetime="{local.isoformat(timespec="seconds")}" '
        f'title="{whole} IST">{words}</time>{more}'
    )


_LATE = ' <span class="late">late</span>'
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
