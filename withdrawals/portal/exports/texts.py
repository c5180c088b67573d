"""How a value of a request stands in a file: by Python, and the same by PostgreSQL."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone

from django.db.models import F, FilteredRelation, Func, Q, QuerySet, TextField

from withdrawals.models import CoinWithdrawal
from withdrawals.portal.exports.columns import Column, Kind
from withdrawals.states import Status

# By their distance from UTC, which never changes: PostgreSQL would look names up.
ZONES = {"IST": timezone(timedelta(hours=5, minutes=30)), "UTC": UTC}
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
    Kind.TIME: "date_trunc('second', {0} AT TIME ZONE interval '{1}')",
}
_ESCAPED = f"CASE WHEN {IS_FORMULA} THEN '''' || {{0}} ELSE NULLIF({{0}}, '') END"


def text(
    value: object, kind: Kind, zone: timezone, *, escaped: bool = False
) -> str | None:
    """None for nothing; a time to the second, an amount exact."""
    if isinstance(value, datetime):
        return f"{value.astimezone(zone):%Y-%m-%d %H:%M:%S}"
    words = "" if value is None else str(value)
    if escaped and kind is Kind.TEXT and words.startswith(tuple(FORMULA)):
        return f"'{words}"
    return words or None


def joined(rows: QuerySet[CoinWithdrawal]) -> QuerySet[CoinWithdrawal]:
    """With the payment, which the history holds: nothing is paid twice.

    A join, not a subquery: of many rows PostgreSQL then reads the history once.
    """
    of_payment = Q(status_changes__to_status=Status.COMPLETED)
    return rows.annotate(
        payment=FilteredRelation("status_changes", condition=of_payment)
    )


def sql(column: Column, zone: timezone, *, escaped: bool) -> Func:
    """What text() would write, written by PostgreSQL."""
    is_escaped = escaped and column.kind is Kind.TEXT
    template = _ESCAPED if is_escaped else _SQL[column.kind]
    return Func(
        F(column.field),
        template=template.format("%(expressions)s", zone.utcoffset(None)),
        output_field=TextField(),
    )
