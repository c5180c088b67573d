"""The rows of a coin file, kept on disk: a million of them take no more memory."""

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wallet import crediting
from wallet.ledger import Movement
from wallet.models import TransactionType

CHUNK = 2000  # rows


@dataclass(frozen=True)
class Row:
    line: int
    movement: Movement


class CoinRows:
    """Movements of `kind`, in the order of their accounts.

    They are in a database without a name, which SQLite keeps in a temporary file and
    which ends with this object.
    """

    def __init__(self, kind: TransactionType) -> None:
        self.kind = kind
        self.number = 0
        self._kept = sqlite3.connect("", isolation_level=None)
        self._kept.executescript(
            "PRAGMA journal_mode = OFF;"
            "CREATE TABLE kept (reference TEXT PRIMARY KEY, line INTEGER,"
            " user_id TEXT, amount TEXT, reason TEXT) WITHOUT ROWID;"
            "BEGIN;"
        )

    def __len__(self) -> int:
        return self.number

    def add(self, line: int, values: Mapping[str, str]) -> int:
        """Keep a row, and return the line where its reference came first."""
        added = self._kept.execute(
            "INSERT OR IGNORE INTO kept VALUES (:reference, :line, :user_id, :amount,"
            " :reason)",
            {**values, "line": line},
        ).rowcount
        self.number += added
        return line if added else self._line_of(values["reference"])

    def chunks(self) -> Iterator[list[Row]]:
        found = self._kept.execute(
            "SELECT line, user_id, amount, reason, reference FROM kept"
            " ORDER BY user_id, line"
        )
        while rows := found.fetchmany(CHUNK):
            yield [self._row(*values) for values in rows]

    def _line_of(self, reference: str) -> int:
        found = self._kept.execute(
            "SELECT line FROM kept WHERE reference = ?", [reference]
        )
        return int(found.fetchone()[0])

    def _row(
        self, line: int, user_id: str, amount: str, reason: str, reference: str
    ) -> Row:
        credit = crediting.posted_as(reference)
        return Row(line, Movement(user_id, int(amount), self.kind, reason, credit))
