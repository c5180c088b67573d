"""Every door that takes a kind of value: what it keeps, or None when it refuses it.

A door that refuses names the field, answers no 5xx and leaves the request as it was;
what it takes is taken back, so that the next value meets the same rows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.api import PATH, Server
from tests.conftest import submitted
from withdrawals import transitions
from withdrawals.actors import Actor
from withdrawals.models import CoinWithdrawal, StatusChange

Door = Callable[[str], str | None]
LIST = "/admin/withdrawals/coinwithdrawal/"
FORM = "application/x-www-form-urlencoded"


@dataclass
class Doors:
    """The doors, as alice, the app's server, and meera of the staff come to them."""

    api: Server
    alice: User
    meera: User

    def __post_init__(self) -> None:
        self.web, self.portal = Client(), Client()
        self.web.force_login(self.alice)
        self.portal.force_login(self.meera)

    def json_amount(self, text: str) -> str | None:
        body = f'{{"user_id":"alice","upi_id":"a@ybl","amount":{text}}}'
        response = self.api.post(PATH, body.encode())
        if _json(response, "amount", 201):
            return str(_latest().coins_amount)
        return None

    def json_upi_id(self, text: str) -> str | None:
        response = self.api.withdraw(upi_id=text)
        return _latest().upi_id if _json(response, "upi_id", 201) else None

    def json_reason(self, text: str) -> str | None:
        response = self.api.cancel(submitted().id, reason=text)
        if _json(response, "reason", 200):
            return str(StatusChange.objects.get(to_status="cancelled").note)
        return None

    def form_amount(self, text: str) -> str | None:
        return self._form("web:form", "coins", {"coins": text, "upi_id": "a@ybl"})

    def form_upi_id(self, text: str) -> str | None:
        return self._form("web:form", "upi_id", {"coins": "500", "upi_id": text})

    def check_amount(self, text: str) -> str | None:
        return self._form("web:check", "coins", {"coins": text, "upi_id": "a@ybl"})

    def check_upi_id(self, text: str) -> str | None:
        return self._form("web:check", "upi_id", {"coins": "500", "upi_id": text})

    def fail_reason(self, text: str) -> str | None:
        typed = {"reason": "Other", "detail": text}
        done = self._press("fail", submitted(), typed)
        return _failed().failure_reason if done else None

    def release_reason(self, text: str) -> str | None:
        if self._press("release", self._started(), {"reason": text}):
            return StatusChange.objects.filter(from_status="processing").get().note
        return None

    def reverse_reason(self, text: str) -> str | None:
        paid = self._started()
        boss = Actor.staff(self.meera)
        transitions.complete(paid.id, utr="999999999999", actor=boss)
        done = self._press("reverse", paid, {"reason": text})
        return _failed().failure_reason if done else None

    def complete_utr(self, text: str) -> str | None:
        withdrawal = self._started()
        done = self._press("complete", withdrawal, {"utr": text})
        return _latest().utr if done else None

    def admin_reason(self, text: str) -> str | None:
        return self._act("fail", submitted(), {"reason": text}, "reason")

    def admin_utr(self, text: str) -> str | None:
        withdrawal = self._started()
        return self._act("complete", withdrawal, {f"{withdrawal.pk}-utr": text}, "utr")

    def _started(self) -> CoinWithdrawal:
        withdrawal = submitted()
        return transitions.start(
            withdrawal.id, actor=Actor.staff(self.meera)
        ).withdrawal

    def _form(self, page: str, field: str, typed: dict[str, str]) -> str | None:
        sent = typed | {"token": str(uuid4())}
        response = _post(self.web, reverse(page), sent)
        if response.status_code == 302:
            kept = self.web.session.get("withdrawal_answers", {})
            row = _latest() if page == "web:check" else None
            by_name = {"coins": row.coins_amount, "upi_id": row.upi_id} if row else kept
            return str(by_name[field])
        assert response.status_code == 422
        assert list(response.context["form"].errors) == [field]
        assert not CoinWithdrawal.objects.exists()
        return None

    def _press(
        self, name: str, withdrawal: CoinWithdrawal, typed: dict[str, str]
    ) -> bool:
        withdrawal.refresh_from_db()
        url = reverse(f"portal:{name}", args=[withdrawal.id])
        with transaction.atomic():
            response = _post(
                self.portal, url, typed | {"version": str(withdrawal.version)}
            )
        if response.status_code == 302:
            return True
        assert response.status_code == 422
        assert set(response.context["refused"].form.errors) <= set(typed)
        assert _latest().version == withdrawal.version
        return False

    def _act(
        self, name: str, row: CoinWithdrawal, typed: dict[str, str], field: str
    ) -> str | None:
        row.refresh_from_db()
        chosen = {"action": name, "_selected_action": str(row.pk), "apply": "x"}
        version = {f"{row.pk}-version": str(row.version)}
        response = _post(self.portal, LIST, chosen | version | typed)
        if response.status_code == 302:
            row.refresh_from_db()
            return row.utr if name == "complete" else row.failure_reason
        assert response.status_code == 200
        assert _latest().version == row.version
        rows = [each.errors for each in response.context["rows"]]
        whole = response.context["form"]
        assert [field] in map(list, [*rows, *([whole.errors] if whole else [])])
        return None


def verdicts(door: Door, texts: Any) -> dict[str, str | None]:
    """What the door says to each text."""
    return {text: _verdict(door, text) for text in texts}


def _verdict(door: Door, text: str) -> str | None:
    with transaction.atomic():
        verdict = door(text)
        transaction.set_rollback(True)
    return verdict


def _post(client: Client, url: str, sent: dict[str, str]) -> Any:
    return client.post(url, urlencode(sent), FORM)


def _json(response: Any, field: str, good: int) -> bool:
    if response.status_code == good:
        return True
    error = response.json()["error"]
    assert response.status_code == 400
    assert error["field"] == (None if error["code"] == "invalid_json" else field)
    return False


def _latest() -> CoinWithdrawal:
    return CoinWithdrawal.objects.latest("created_at")


def _failed() -> CoinWithdrawal:
    return CoinWithdrawal.objects.get(status="failed")
