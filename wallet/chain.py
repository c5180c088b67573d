"""The hash chain over history: the bytes of a row, its hash, and what is chained.

A row is the JSON object of its columns: keys sorted, no spaces, non-ASCII letters as
they are, in UTF-8. A UUID is its text with dashes, a time is ISO 8601 in UTC with six
digits of microseconds and "Z", rupees are text with two places, other text is as
stored, a number is whole, and what there is not is null.

A row's hash is SHA-256 over the hash before it (32 bytes) and the bytes of the row. The
first row of a stream follows the SHA-256 of the stream's name. Hashes are kept in hex.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string

from wallet.models import CoinTransaction

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Stream:
    """An append-only table with UUIDv7 ids whose rows are chained.

    `columns` are all of its columns, and `fixed` is what a row has set for ever in
    another table. A column that is added later is not sealed until a stream of another
    name seals it: what is sealed keeps its bytes for ever.
    """

    name: str
    noun: str
    model: type[models.Model]
    columns: tuple[str, ...]
    fixed: Mapping[str, models.Expression] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The name in words."""
        return self.name.replace("_", " ")

    @property
    def start(self) -> str:
        """What stands for the hash before the first row."""
        return sha256(self.name.encode()).hexdigest()

    def rows(self) -> models.QuerySet[Any, dict[str, Any]]:
        return self.model._default_manager.values(*self.columns, **self.fixed)


MOVEMENTS = Stream(
    "movements",
    "movement",
    CoinTransaction,
    (
        "id",
        "user_coins_id",
        "sequence",
        "transaction_type",
        "amount",
        "balance_after",
        "reason",
        "reference",
        "created_at",
    ),
)


def streams() -> list[Stream]:
    """The project's streams, as settings.LEDGER_STREAMS names them."""
    return [import_string(name) for name in settings.LEDGER_STREAMS]


def plain(row: Row) -> dict[str, str | int | None]:
    """The row's values as the JSON has them."""
    return {column: _plain(value) for column, value in row.items()}


def canonical(row: Row) -> bytes:
    """The bytes of the row that are hashed."""
    text = json.dumps(
        plain(row), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return text.encode()


def link(previous: str, row: Row) -> str:
    """The hash of a row that follows the hash `previous`."""
    return sha256(bytes.fromhex(previous) + canonical(row)).hexdigest()


def _plain(value: UUID | datetime | Decimal | str | int | None) -> str | int | None:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return str(value) if isinstance(value, UUID) else value
