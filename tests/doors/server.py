"""The JSON endpoints, as the app's server comes to them."""

import json
from contextlib import suppress
from typing import Any

from tests.api import ADDRESSES, BACK, HOOKS, PATH, Server, credit_of
from tests.conftest import give
from tests.doors.rows import Rows
from wallet.exceptions import InvalidUserId
from wallet.models import CoinTransaction
from withdrawals.api import coin_answers
from withdrawals.hosted.models import Link
from withdrawals.models import CoinWithdrawal, StatusChange

CREDIT, BULK = ADDRESSES["credit"], ADDRESSES["credit_bulk"]
LINK = ADDRESSES["link"]


class ServerDoors:
    def __init__(self, api: Server, rows: Rows) -> None:
        self.api, self.rows = api, rows

    def amount(self, text: str) -> str | None:
        body = f'{{"user_id":"alice","upi_id":"a@ybl","amount":{text}}}'
        if _took(self.api.post(PATH, body.encode()), "amount"):
            return str(_latest().coins_amount)
        return None

    def upi_id(self, text: str) -> str | None:
        response = self.api.withdraw(upi_id=text)
        return _latest().upi_id if _took(response, "upi_id") else None

    def link_upi_id(self, text: str) -> str | None:
        return self._link("upi_id", text)

    def link_amount(self, text: str) -> str | None:
        """Without an amount, which null is here, a link keeps none."""
        sent = json.dumps({"user_id": "alice", "return_url": BACK, "amount": "?"})
        response = self.api.post(LINK, sent.replace('"?"', text).encode())
        kept = _took(response, "amount") and Link.objects.latest("id").amount
        return str(kept) if kept else None

    def link_user_id(self, text: str) -> str | None:
        return self._link("user_id", text)

    def _link(self, name: str, text: str) -> str | None:
        """What a link to the hosted page keeps of it."""
        sent = {"user_id": "alice", "return_url": BACK} | {name: text}
        if _took(self.api.post(LINK, sent), name):
            return str(getattr(Link.objects.latest("id"), name))
        return None

    def reason(self, text: str) -> str | None:
        response = self.api.cancel(self.rows.pending.id, reason=text)
        if _took(response, "reason"):
            return StatusChange.objects.get(to_status="cancelled").note
        return None

    def user_id(self, text: str) -> str | None:
        with suppress(InvalidUserId):
            give(text, 500)
        response = self.api.withdraw(user_id=text)
        return _latest().user_id if _took(response, "user_id") else None

    def user_id_of_history(self, text: str) -> str | None:
        response = self.api.history(user_id=text)
        return response.json()["user_id"] if _took(response, "user_id") else None

    def user_id_of_details(self, text: str) -> str | None:
        """Not found is taken: the name is one, of someone else."""
        response = self.api.details(withdrawal_id=self.rows.pending.id, user_id=text)
        return text if _took(response, "user_id", lost="withdrawal_id") else None

    def user_id_of_cancel(self, text: str) -> str | None:
        response = self.api.cancel(self.rows.pending.id, user_id=text)
        return text if _took(response, "user_id", lost="withdrawal_id") else None

    def id_of_details(self, text: str) -> str | None:
        response = self.api.details(withdrawal_id=text)
        return self._found(response, "id")

    def id_of_cancel(self, text: str) -> str | None:
        response = self.api.cancel(text)
        return self._found(response, "withdrawal_id")

    def credit_amount(self, text: str) -> str | None:
        body = json.dumps(credit_of(amount="?")).replace('"?"', text)
        return self._credited("amount", self.api.post(CREDIT, body.encode()))

    def credit_user_id(self, text: str) -> str | None:
        return self._credited("user_id", self.api.credit(user_id=text))

    def credit_reason(self, text: str) -> str | None:
        return self._credited("reason", self.api.credit(reason=text))

    def credit_reference(self, text: str) -> str | None:
        return self._credited("reference", self.api.credit(reference=text))

    def item_amount(self, text: str) -> str | None:
        items = json.dumps({"items": [credit_of(amount="?")]}).replace('"?"', text)
        return self._item("amount", self.api.post(BULK, items.encode()))

    def item_user_id(self, text: str) -> str | None:
        return self._item("user_id", self.api.credit_bulk(credit_of(user_id=text)))

    def item_reason(self, text: str) -> str | None:
        return self._item("reason", self.api.credit_bulk(credit_of(reason=text)))

    def item_reference(self, text: str) -> str | None:
        return self._item("reference", self.api.credit_bulk(credit_of(reference=text)))

    def user_id_of_balance(self, text: str) -> str | None:
        response = self.api.balance(user_id=text)
        return _data(response)["user_id"] if _took(response, "user_id") else None

    def user_id_of_movements(self, text: str) -> str | None:
        response = self.api.movements(user_id=text)
        return response.json()["user_id"] if _took(response, "user_id") else None

    def webhook_url(self, text: str) -> str | None:
        response = self.api.post(HOOKS, {"url": text, "events": ["withdrawal.failed"]})
        return str(_data(response)["url"]) if _took(response, "url") else None

    def _credited(self, field: str, response: Any) -> str | None:
        return str(_data(response)[field]) if _took(response, field) else None

    def _item(self, field: str, response: Any) -> str | None:
        """An item is refused by the call, for its form, or by its own result."""
        if not _took(response, f"items[0].{field}"):
            return None
        [result] = response.json()["data"]
        if result["status"] == "credited":
            row = CoinTransaction.objects.get(id=result["movement_id"])
            return str(getattr(coin_answers.credited(row).data, field))
        assert result["error"]["field"] == f"items[0].{field}"
        return None

    def _found(self, response: Any, name: str) -> str | None:
        if response.status_code == 200:
            return str(response.json()["data"][name])
        assert response.status_code in (400, 404)
        assert response.json()["error"]["field"] == "withdrawal_id"
        return None


def _took(response: Any, field: str, *, lost: str = "") -> bool:
    """Whether the value was taken; a refusal is a 400 that names its field."""
    if response.status_code in (200, 201):
        return True
    error = response.json()["error"]
    if lost and (response.status_code, error["field"]) == (404, lost):
        return True
    assert response.status_code == 400
    assert error["field"] == (None if error["code"] == "invalid_json" else field)
    return False


def _data(response: Any) -> dict[str, Any]:
    data: dict[str, Any] = response.json()["data"]
    return data


def _latest() -> CoinWithdrawal:
    return CoinWithdrawal.objects.latest("created_at")
