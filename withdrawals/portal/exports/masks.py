"""Files for who reads UPI IDs masked: PostgreSQL masks what is plain, Python the rest.

The rule is withdrawals.masking. What stands of it here in SQL is enough for a UPI ID as
we keep them, and for a text without a sign of one. Anything else comes as it is, with a
mark in front of its row, and Python masks it.
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

_PLAIN = b"f,"  # the mark that is none


def _has(signs: str) -> str:
    """By their codes: a percent sign is a placeholder in a query."""
    return " OR ".join(f"strpos({{0}}, chr({ord(each)})) > 0" for each in signs)


# What PostgreSQL leaves to Python, and how it masks what it does not.
_ODD: Rules = {
    mask: f"({_has('%＠﹫')} OR strpos({{0}}, '@') = 0 OR {texts.IS_FORMULA})",
    mask_all: f"(({_has('@＠﹫%_')}) IS TRUE)",
}
_MASKED: Rules = {
    mask: "left({0}, least(2, (strpos({0}, '@') - 1) / 2)) || '***' || "
    "substr({0}, strpos({0}, '@'))"
}


def row(row: Texts, columns: Sequence[Column]) -> Texts:
    """The row, masked."""
    return [
        column.mask(text) if column.mask and text else text
        for text, column in zip(row, columns, strict=True)
    ]


def sql(columns: Sequence[Column], whole: Sequence[Combinable]) -> list[Combinable]:
    """A mark for each column to mask, then the cells: masked where there is none."""
    return [
        *(_func(_ODD, column) for column in columns if column.mask),
        *(
            Case(When(_func(_ODD, column), then=cell), default=_func(_MASKED, column))
            if column.mask in _MASKED
            else cell
            for cell, column in zip(whole, columns, strict=True)
        ),
    ]


def unmarked(columns: Sequence[Column]) -> Callable[[bytes], bytes]:
    """What makes of such a row's line one without marks, all masked."""
    number = sum(column.mask is not None for column in columns)
    plain = _PLAIN * number

    def unmark(copied: bytes) -> bytes:
        if copied[: len(plain)] == plain:
            return copied[len(plain) :]
        found = cells(bytes(copied))
        marks, texts = iter(found[:number]), found[number:]
        return line(
            column.mask(text) if column.mask and next(marks) != "f" and text else text
            for text, column in zip(texts, columns, strict=True)
        )

    return unmark


def _func(rules: Rules, column: Column) -> Func:
    """The SQL for the column's mask."""
    template = rules[column.mask].format("%(expressions)s")
    kind = BooleanField() if rules is _ODD else TextField()
    return Func(F(column.field), template=template, output_field=kind)
