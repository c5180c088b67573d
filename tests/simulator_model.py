"""What the simulated world should hold, by rules written down here a second time."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from wallet.models import CoinTransaction, UserCoins
from withdrawals.models import CoinWithdrawal, IdempotencyKey, StatusChange

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


class Model:
    """Coins, requests and keys in plain Python, and their comparison with the rows."""

    def __init__(self, seen: Counter[str]) -> None:
        self.seen = seen
        self.now = datetime(2026, 3, 1, 6, 30, tzinfo=UTC)
        self.requests: list[Request] = []
        self.movements: dict[str, list[tuple[str, int, int]]] = {}
        self.keys: dict[str, tuple[tuple[str, int], str]] = {}

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

    def compare(self) -> None:
        """The database is the model, row by row, and the rules hold in both."""
        fields = ("reference", "amount", "balance_after", "user_coins_id", "sequence")
        rows = CoinTransaction.objects.order_by("user_coins_id", "sequence")
        assert list(rows.values_list(*fields)) == [
            (reference, abs(coins), after, user, number)
            for user in sorted(self.movements)
            for number, (reference, coins, after) in enumerate(self.movements[user], 1)
        ]
        balances = dict(UserCoins.objects.values_list("user_id", "total_coins"))
        assert balances == {user: self.balance(user) for user in self.movements}
        for user, movements in self.movements.items():
            assert self.balance(user) == sum(each[1] for each in movements) >= 0
        self.compare_requests()
        kept = IdempotencyKey.objects.values_list("key", "answer")
        assert {key: answer["id"] for key, answer in kept} == {
            key: answer for key, (_, answer) in self.keys.items()
        }

    def compare_requests(self) -> None:
        fields = ("user_id", "coins_amount", "upi_id", "status", "version", "utr")
        rows = {
            row[0]: row[1:] for row in CoinWithdrawal.objects.values_list("id", *fields)
        }
        assert rows == {
            each.id: (
                each.user,
                each.coins,
                f"{each.user}@okhdfcbank",
                each.status,
                each.version,
                each.utr,
            )
            for each in self.requests
        }
        history: dict[UUID, list[Any]] = {each.id: [] for each in self.requests}
        columns = ("withdrawal_id", "from_status", "to_status", "actor", "created_at")
        for id_, *change in StatusChange.objects.order_by("id").values_list(*columns):
            history[id_].append(tuple(change))
        assert history == {each.id: each.history for each in self.requests}
        self.check_refunds()

    def check_refunds(self) -> None:
        """One debit for each request; one refund if it failed or was cancelled."""
        posted = Counter(row[0] for rows in self.movements.values() for row in rows)
        assert max(posted.values(), default=1) == 1
        for each in self.requests:
            back = each.status in ("failed", "cancelled")
            assert posted[f"withdrawal:{each.id}"] == 1
            assert posted[f"refund:{each.id}"] == back
