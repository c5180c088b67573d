"""The import of coins, cell by cell."""

import csv
from pathlib import Path

from django.core.management import CommandError, call_command

from wallet.models import CoinTransaction

HEADER = ["user_id", "amount", "reason", "reference"]


class FileDoors:
    def __init__(self, path: Path) -> None:
        self.path = path

    def user_id(self, text: str) -> str | None:
        return self._cell("user_id", text)

    def amount(self, text: str) -> str | None:
        return self._cell("amount", text)

    def reason(self, text: str) -> str | None:
        return self._cell("reason", text)

    def reference(self, text: str) -> str | None:
        return self._cell("reference", text)

    def _cell(self, column: str, text: str) -> str | None:
        """Import one row with `text` in a column; a refusal names line and column."""
        row = {"user_id": "zoe", "amount": "5", "reason": "Quiz", "reference": "r-1"}
        with self.path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([HEADER, (row | {column: text}).values()])
        try:
            call_command("import_coins", str(self.path))
        except CommandError as error:
            first, problem = str(error).splitlines()
            assert first == "Nothing was credited."
            assert problem.startswith(f"Line 2: {column} ") or "not CSV" in problem
            return None
        movement = CoinTransaction.objects.order_by("id").last()
        assert movement
        kept = {
            "user_id": movement.user_coins_id,
            "amount": str(movement.amount),
            "reason": movement.reason,
            "reference": movement.reference.removeprefix("credit:"),
        }
        return kept[column]
