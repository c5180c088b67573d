"""The JSON endpoints, as the app's server comes to them."""

from contextlib import suppress
from typing import Any

from tests.api import PATH, Server
from tests.conftest import give
from tests.doors.rows import Rows
from wallet.exceptions import InvalidUserId
from withdrawals.models import CoinWithdrawal, StatusChange


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


def _latest() -> CoinWithdrawal:
    return CoinWithdrawal.objects.latest("created_at")
