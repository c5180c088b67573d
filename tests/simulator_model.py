"""What the simulated world should hold, by rules written down here a second time."""

import json
from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

LEAST, MOST = 100, 100_000  # coins in a request
# (move, from): (to, right, whether the coins go back)
MOVES = {
    ("start", "pending"): ("processing", "review", False),
    ("cancel", "pending"): ("cancelled", "request", True),
    ("fail", "pending"): ("failed", "review", True),
    ("release", "processing"): ("pending", "review", False),
    ("complete", "processing"): ("completed", "pay", False),
    ("fail", "processing"): ("failed", "pay", True),
    ("reverse", "completed"): ("failed", "pay", True),
}


@dataclass
class Request:
    """A request as the model has it."""

    user: str
    coins: int
    id: UUID
    status: str = "pending"
    version: int = 1
    utr: str | None = None
    starter: str = ""
    history: list[tuple[str, str, str, datetime]] = field(default_factory=list)
    seen: int = 1  # the version on someone's page, which may be old
    messages: list[tuple[str, str]] = field(default_factory=list)  # and who wrote it


class Model:
    """Coins, requests and keys in plain Python, and their comparison with the rows."""

    def __init__(self, seen: Counter[str]) -> None:
        self.seen = seen
        self.now = datetime(2026, 3, 1, 6, 30, tzinfo=UTC)
        self.requests: list[Request] = []
        self.movements: dict[str, list[tuple[str, int, int]]] = {}
        self.keys: dict[str, tuple[tuple[str, int], str]] = {}

    def go_on_from(self, other: "Model") -> None:
        """What has happened there has happened here, too."""
        self.requests = deepcopy(other.requests)
        self.movements = deepcopy(other.movements)

    def begin(self, user: str, coins: int, id_: UUID) -> None:
        request = Request(user, coins, id_)
        request.history.append(("", "pending", user, self.now))
        self.requests.append(request)
        self.post(user, -coins, f"withdrawal:{id_}")

    def moved(self, name: str, request: Request, who: str, utr: str | None) -> None:
        target, _, refunds = MOVES[name, request.status]
        request.history.append((request.status, target, who, self.now))
        request.status, request.version = target, request.version + 1
        request.utr = utr or request.utr
        request.starter = {"start": who, "release": ""}.get(name, request.starter)
        if refunds:
            self.seen["refund"] += 1
            self.post(request.user, request.coins, f"refund:{request.id}")

    def post(self, user: str, coins: int, reference: str) -> None:
        after = self.balance(user) + coins
        self.movements.setdefault(user, []).append((reference, coins, after))

    def balance(self, user: str) -> int:
        return self.movements[user][-1][2] if user in self.movements else 0

    def compare(self, tables: dict[str, list[str]]) -> None:
        """The database is the model, row by row, and the rules hold in both."""
        self.compare_coins(tables)
        self.compare_requests(tables)
        self.compare_history(tables)
        kept = values(tables["withdrawals_idempotencykey"], "key", "answer")
        assert {key: UUID(in_json(answer)["id"]) for key, answer in kept} == {
            key: UUID(answer) for key, (_, answer) in self.keys.items()
        }
        self.check_refunds()

    def compare_coins(self, tables: dict[str, list[str]]) -> None:
        columns = ("user_coins_id", "sequence", "reference", "amount", "balance_after")
        rows = values(tables["wallet_cointransaction"], *columns)
        assert sorted(rows) == [
            (user, number, reference, abs(coins), after)
            for user in sorted(self.movements)
            for number, (reference, coins, after) in enumerate(self.movements[user], 1)
        ]
        balances = dict(values(tables["wallet_usercoins"], "user_id", "total_coins"))
        assert balances == {user: self.balance(user) for user in self.movements}
        for user, movements in self.movements.items():
            assert self.balance(user) == sum(each[1] for each in movements) >= 0

    def compare_requests(self, tables: dict[str, list[str]]) -> None:
        columns = ("user_id", "coins_amount", "upi_id", "status", "version", "utr")
        rows = values(tables["withdrawals_coinwithdrawal"], "id", *columns)
        assert {UUID(id_): row for id_, *row in rows} == {
            each.id: [
                each.user,
                each.coins,
                f"{each.user}@okhdfcbank",
                each.status,
                each.version,
                each.utr,
            ]
            for each in self.requests
        }

    def compare_history(self, tables: dict[str, list[str]]) -> None:
        """The changes and the messages of each request, in their order."""
        columns = ("from_status", "to_status", "actor")
        assert by_request(tables["withdrawals_statuschange"], *columns) == {
            each.id: [(*change, at) for *change, at in each.history]
            for each in self.requests
        }
        notes = by_request(tables["withdrawals_note"], "kind", "text", "actor")
        assert {id_: [note[:3] for note in rows] for id_, rows in notes.items()} == {
            each.id: [("message", *message) for message in each.messages]
            for each in self.requests
            if each.messages
        }

    def check_refunds(self) -> None:
        """One debit for each request; one refund if it failed or was cancelled."""
        posted = Counter(row[0] for rows in self.movements.values() for row in rows)
        assert max(posted.values(), default=1) == 1
        for each in self.requests:
            back = each.status in ("failed", "cancelled")
            assert posted[f"withdrawal:{each.id}"] == 1
            assert posted[f"refund:{each.id}"] == back


def values(rows: list[str], *columns: str) -> list[tuple[Any, ...]]:
    """These columns of rows of JSON."""
    return [tuple(map(row.__getitem__, columns)) for row in map(json.loads, rows)]


def by_request(rows: list[str], *columns: str) -> dict[UUID, list[tuple[Any, ...]]]:
    """These columns and the time of a history's rows, for each request."""
    found: dict[UUID, list[tuple[Any, ...]]] = {}
    for _, id_, at, *row in sorted(
        values(rows, "id", "withdrawal_id", "created_at", *columns)
    ):
        moment = datetime.fromisoformat(at)
        found.setdefault(UUID(id_), []).append((*row, moment.replace(tzinfo=UTC)))
    return found


def in_json(answer: Any) -> Any:
    """SQLite keeps JSON as text."""
    return json.loads(answer) if isinstance(answer, str) else answer
