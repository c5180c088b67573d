"""How a value of a request stands in a file: by Python, and the same by PostgreSQL."""

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from django.db.models import F, Func, OuterRef, Subquery, TextField
from django.db.models.expressions import Combinable

from withdrawals.models import StatusChange
from withdrawals.portal.exports.columns import Column, Kind
from withdrawals.states import Status

ZONES: dict[str, tzinfo] = {"IST": ZoneInfo("Asia/Kolkata"), "UTC": UTC}
# A spreadsheet takes a cell that begins so for a formula; the last four are typed in
# East Asia. Behind an apostrophe it is text.
FORMULA = "=+-@\t\r\n＝＋－＠"

Texts = Sequence[str | None]
IS_FORMULA = f"ascii({{0}}) IN ({', '.join(str(ord(each)) for each in FORMULA)})"
_SQL = {
    Kind.CODE: "{0}",
    Kind.TEXT: "NULLIF({0}, '')",
    Kind.COINS: "{0}",
    Kind.RUPEES: "{0}",
    Kind.TIME: "date_trunc('second', {0} AT TIME ZONE '{1}')",
}
_ESCAPED = f"CASE WHEN {IS_FORMULA} THEN '''' || {{0}} ELSE NULLIF({{0}}, '') END"


def text(
    value: object, kind: Kind, zone: tzinfo, *, escaped: bool = False
) -> str | None:
    """None for nothing; a time to the second, an amount exact."""
    if isinstance(value, datetime):
        return f"{value.astimezone(zone):%Y-%m-%d %H:%M:%S}"
    words = "" if value is None else str(value)
    if escaped and kind is Kind.TEXT and words.startswith(tuple(FORMULA)):
        return f"'{words}"
    return words or None


def raw(column: Column) -> Combinable:
    """The value, to be written by text()."""
    return _of(column, F(column.field))


def sql(column: Column, zone: tzinfo, *, escaped: bool) -> Combinable:
    """What text() would write, written by PostgreSQL."""
    is_escaped = escaped and column.kind is Kind.TEXT
    template = _ESCAPED if is_escaped else _SQL[column.kind]
    return _of(
        column,
        Func(
            F(column.field),
            template=template.format("%(expressions)s", zone),
            output_field=TextField(),
        ),
    )


def _of(column: Column, value: Combinable) -> Combinable:
    """The request's own; who paid is in the history, once: nothing is paid twice."""
    if column.name != "paid_by":
        return value
    paid = StatusChange.objects.filter(
        withdrawal_id=OuterRef("pk"), to_status=Status.COMPLETED
    )
    return Subquery(paid.values_list(value)[:1])
