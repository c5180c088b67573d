"""How each column of the queue writes its cells, of all rows of a page at once."""

from datetime import datetime
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
from withdrawals.masking import mask, mask_all
from withdrawals.models import SLA
from withdrawals.portal.flags import Flags
from withdrawals.portal.listed import Listed
from withdrawals.portal.moments import Moment, moment
from withdrawals.portal.sheet import Markup, Reader, Sheet, each_of, escaped
from withdrawals.states import OPEN, Status


def pick(sheet: Sheet) -> list[str]:
    """The box that selects the row, for the form of the page called "bulk"."""
    picks = sheet.reader.picks or ()
    checked = [" checked" if row.id in picks else "" for row in sheet.rows]
    return Markup(
        f'<label><input type="checkbox" form="bulk" name="select" value="{name}" '
        f'data-select aria-label="Select {words}"{mark}></label>'
        for name, words, mark in zip(sheet.ids, sheet.references, checked, strict=True)
    )


def reference(sheet: Sheet) -> list[str]:
    """A link to the page; with a script and room, it fills the pane instead."""
    reader, any_id = sheet.reader, str(UUID(int=0))
    url = escape(page_url("portal:request", any_id) + reader.query)
    before, _, after = url.partition(any_id)
    mentioned = reader.mentioned or ()
    marks = [_MENTIONED if row.id in mentioned else "" for row in sheet.rows]
    return Markup(
        f'<a id="open-{name}" href="{before}{name}{after}" '
        f'hx-get="{before}{name}{after}" hx-target="#pane"'
        f"{_CURRENT if name == reader.opened else ''}>{words}</a>{mark}"
        for name, words, mark in zip(sheet.ids, sheet.references, marks, strict=True)
    )


def user(sheet: Sheet) -> list[str]:
    names, page = [row.user_id for row in sheet.rows], page_url("portal:users")
    values = each_of(quote_plus, names, "~")
    return Markup(
        f'<a href="{page}?user_id={value}">{words}</a>'
        for value, words in zip(values, escaped(names), strict=True)
    )


def upi_id(sheet: Sheet) -> list[str]:
    texts = [row.upi_id for row in sheet.rows]
    if not sheet.reader.sees_upi_ids:
        texts = [mask(text) for text in texts]
    return Markup(
        text if flag.was_paid and not flag.is_shared else _flagged(text, flag)
        for text, flag in zip(escaped(texts), sheet.flags, strict=True)
    )


def _flagged(text: str, flag: Flags) -> str:
    marks = _NEW * (not flag.was_paid) + _SHARED * flag.is_shared
    return f'<span class="flagged"><span>{text}</span>{marks}</span>'


def amount(sheet: Sheet) -> list[str]:
    return [amounts.rupees(row.rupees_amount) for row in sheet.rows]


def status(sheet: Sheet) -> list[str]:
    return Markup(
        f"{_badge(row.status)}{_held(flag, sheet.reader)}"
        for row, flag in zip(sheet.rows, sheet.flags, strict=True)
    )


def _held(flag: Flags, reader: Reader) -> str:
    """Who has taken it: an icon and a name beside the status."""
    if not flag.held_until or flag.held_until <= reader.now:
        return ""
    return format_html(
        ' <span class="held" title="Until {} IST">{}'
        '<span class="visually-hidden">taken by </span>{}</span>',
        f"{timezone.localtime(flag.held_until):%H:%M}",
        icon("user"),
        "you" if flag.holder == reader.me else flag.holder,
    )


def reviewer(sheet: Sheet) -> list[str]:
    names = [row.started_by for row in sheet.rows]
    return ["you" if name == sheet.reader.me else name or "–" for name in names]


def age(sheet: Sheet) -> list[str]:
    """How long an open request has waited; the day of one that is done."""
    return Markup(_age(row, sheet.reader) for row in sheet.rows)


def _age(row: Listed, reader: Reader) -> str:
    created = moment(row.created_at.astimezone(reader.zone))
    if row.status not in OPEN:
        return _time(created, created.short)
    passed = reader.now - row.created_at
    return _time(created, amounts.passed(passed)) + _LATE * (passed > SLA)


def requested(sheet: Sheet) -> list[str]:
    return Markup(_moment(row.created_at, sheet.reader) for row in sheet.rows)


def paid(sheet: Sheet) -> list[str]:
    return Markup(_moment(row.completed_at, sheet.reader) for row in sheet.rows)


def coins(sheet: Sheet) -> list[str]:
    return [amounts.coins(row.coins_amount) for row in sheet.rows]


def utr(sheet: Sheet) -> list[str]:
    return [row.utr or "" for row in sheet.rows]


def reason(sheet: Sheet) -> list[str]:
    texts = [row.failure_reason or "" for row in sheet.rows]
    if not sheet.reader.sees_upi_ids:
        texts = [mask_all(text) for text in texts]
    return Markup(
        f'<span title="{words}">{words}</span>' if words else ""
        for words in escaped(texts)
    )


def payer(sheet: Sheet) -> list[str]:
    names = [row.paid_by or "" for row in sheet.rows]
    return ["you" if name == sheet.reader.me else name for name in names]


def _moment(at: datetime | None, reader: Reader) -> str:
    if not at:
        return ""
    local = moment(at.astimezone(reader.zone))
    return _time(local, local.whole)


def _time(at: Moment, words: str) -> str:
    """Words of ours, in which there is nothing to be escaped."""
    return f'<time datetime="{at.iso}" title="{at.whole} IST">{words}</time>'


_CURRENT = ' aria-current="true"'
_LATE = ' <span class="late">late</span>'
_MENTIONED = ' <span class="flag">mentioned</span>'
_NEW = '<span class="flag">new<span class="visually-hidden"> UPI ID</span></span>'
_SHARED = '<span class="flag">shared<span class="visually-hidden"> UPI ID</span></span>'


@cache
def _badge(name: str) -> SafeString:
    label = Status(name).label
    return format_html('<span class="status status-{}">{}</span>', name, label)
