"""The users' form and pages, as alice's browser comes to them."""

from typing import Any
from urllib.parse import quote
from uuid import uuid4

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode

from tests.doors import post
from tests.doors.rows import Rows
from withdrawals.models import CoinWithdrawal, IdempotencyKey


class UserDoors:
    def __init__(self, alice: User, rows: Rows) -> None:
        self.client, self.rows = Client(), rows
        self.client.force_login(alice)

    def form_amount(self, text: str) -> str | None:
        return self._form("web:form", coins=text)

    def form_upi_id(self, text: str) -> str | None:
        return self._form("web:form", upi_id=text)

    def check_amount(self, text: str) -> str | None:
        return self._form("web:check", coins=text)

    def check_upi_id(self, text: str) -> str | None:
        return self._form("web:check", upi_id=text)

    def form_token(self, text: str) -> str | None:
        return self._form("web:form", token=text)

    def check_token(self, text: str) -> str | None:
        return self._form("web:check", token=text)

    def id_of_status(self, text: str) -> str | None:
        return self._found(self.client.get(f"/withdraw/{quote(text)}/"))

    def id_of_cancel(self, text: str) -> str | None:
        return self._found(self.client.get(f"/withdraw/{quote(text)}/cancel/"))

    def id_of_cancelling(self, text: str) -> str | None:
        response: Any = post(self.client, f"/withdraw/{quote(text)}/cancel/", {})
        return text if response.status_code == 302 else self._found(response)

    def id_of_history(self, text: str) -> str | None:
        query = urlencode({"before": text})
        response: Any = self.client.get(f"/withdraw/history/?{query}")
        assert response.status_code in (200, 404)
        return text if response.status_code == 200 else None

    def _found(self, response: Any) -> str | None:
        assert response.status_code in (200, 404)
        if response.status_code == 404:
            return None
        return str(response.context["withdrawal"].id)

    def _form(self, page: str, **typed: str) -> str | None:
        """Send the form with one answer as `typed`; give what became of it."""
        ((name, _),) = typed.items()
        sent = {"coins": "500", "upi_id": "a@ybl", "token": str(uuid4())} | typed
        response = post(self.client, reverse(page), sent)
        if response.status_code == 302:
            return str(self._kept(page)[name])
        assert response.status_code == 422
        errors = response.context["form"].errors
        assert set(errors) == ({name, "__all__"} if name == "token" else {name})
        return None

    def _kept(self, page: str) -> dict[str, Any]:
        if page == "web:form":
            return dict(self.client.session["withdrawal_answers"])
        row = CoinWithdrawal.objects.latest("created_at")
        key = IdempotencyKey.objects.get(answer__withdrawal_id=str(row.id))
        return {"coins": row.coins_amount, "upi_id": row.upi_id, "token": key.key}
