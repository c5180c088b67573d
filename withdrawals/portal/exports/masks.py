"""Files for who reads UPI IDs masked: PostgreSQL masks what is plain, Python the rest.

The rule is withdrawals.masking. What stands of it here in SQL is enough for a UPI ID as
we keep them, and for a text without a sign of one. Anything else comes as it is, with a
mark in front of its cell, and Python masks it.
"""

from collections.abc import Callable, Sequence

from django.db.models import BooleanField, Case, F, Func, TextField, When
from django.db.models.expressions import Combinable

from withdrawals.masking import mask, mask_all
from withdrawals.portal.exports import texts
from withdrawals.portal.exports.columns import Column
from withdrawals.portal.exports.csv_line import cells, line
from withdrawals.portal.exports.texts import Texts

Rules = dict[Callable[[str], str] | None, str]

_MARK = "=mask:"  # no cell begins so: it would be a formula


def _has(signs: str) -> str:
    """By their codes: a percent sign is a placeholder in a query."""
    return " OR ".join(f"strpos({{0}}, chr({ord(each)})) > 0" for each in signs)


# What PostgreSQL leaves to Python, and how it masks what it does not.
_ODD: Rules = {
    mask: f"({_has('%＠﹫')} OR strpos({{0}}, '@') = 0 OR {texts.IS_FORMULA})",
    mask_all: f"({_has('@＠﹫%_')})",
}
_MASKED: Rules = {
    mask: "left({0}, least(2, (strpos({0}, '@') - 1) / 2)) || '***' || "
    "right({0}, 1 - strpos({0}, '@'))"
}


def row(row: Texts, columns: Sequence[Column]) -> Texts:
    """The row, masked."""
    return [
        column.mask(text) if column.mask and text else text
        for text, column in zip(row, columns, strict=True)
    ]


def sql(columns: Sequence[Column], whole: Sequence[Combinable]) -> list[Combinable]:
    """The cells, each to mask masked, or marked where that is left to Python."""
    return [
        _masked(cell, column) if column.mask else cell
        for cell, column in zip(whole, columns, strict=True)
    ]


def unmarked(columns: Sequence[Column]) -> Callable[[list[bytes]], bytes]:
    """What makes of the lines of such rows a block without marks, all masked."""
    mark = _MARK.encode()

    def join(lines: list[bytes]) -> bytes:
        block = b"".join(lines)
        if mark not in block:
            return block
        return b"".join(map(unmark, lines))

    def unmark(copied: bytes) -> bytes:
        if mark not in copied:
            return copied
        return line(
            column.mask(text.removeprefix(_MARK))
            if column.mask and text and text.startswith(_MARK)
            else text
            for text, column in zip(cells(copied), columns, strict=True)
        )

    return join


def _masked(cell: Combinable, column: Column) -> Combinable:
    is_odd = _func(_ODD[column.mask], F(column.field), is_condition=True)
    marked = _func(f"'{_MARK}' || {{0}}", cell)
    plain = _MASKED.get(column.mask)
    masked = _func(plain, F(column.field)) if plain else cell
    return Case(When(is_odd, then=marked), default=masked)


def _func(template: str, of: Combinable, *, is_condition: bool = False) -> Func:
    kind = BooleanField() if is_condition else TextField()
    return Func(of, template=template.format("%(expressions)s"), output_field=kind)
