"""The Django admin's requests and handles, as ada comes to them."""

from typing import Any
from urllib.parse import quote

from django.contrib.auth.models import User
from django.test import Client

from tests.doors import post
from tests.doors.rows import Rows
from withdrawals.models import CoinWithdrawal, UPIHandle

LIST = "/admin/withdrawals/coinwithdrawal/"
HANDLES = "/admin/withdrawals/upihandle/"


class AdminDoors:
    def __init__(self, ada: User, rows: Rows) -> None:
        self.client, self.rows = Client(), rows
        self.client.force_login(ada)

    def reason(self, text: str) -> str | None:
        done = self._act("fail", self.rows.pending, reason=text)
        return done.failure_reason if done else None

    def utr(self, text: str) -> str | None:
        done = self._act("complete", self.rows.processing, utr=text)
        return done.utr if done else None

    def version_of_fail(self, text: str) -> str | None:
        row = self.rows.pending
        version = text.replace("now", str(row.version))
        done = self._act("fail", row, reason="Misuse", version=version)
        return "now" if done else None

    def version_of_complete(self, text: str) -> str | None:
        row = self.rows.processing
        version = text.replace("now", str(row.version))
        done = self._act("complete", row, utr="512345678901", version=version)
        return "now" if done else None

    def id_of_page(self, text: str) -> str | None:
        response: Any = self.client.get(f"{LIST}{quote(text)}/change/")
        if response.status_code == 200:
            return str(response.context["original"].pk)
        assert response.status_code in (302, 400, 404)
        return None

    def id_that_is_selected(self, text: str) -> str | None:
        chosen = {"action": "start", "index": "0", "_selected_action": text}
        response = post(self.client, LIST, chosen)
        assert response.status_code in (200, 302, 400)
        started = CoinWithdrawal.objects.get(id=self.rows.pending.id)
        return str(started.id) if started.status == "processing" else None

    def handle(self, text: str) -> str | None:
        before = set(UPIHandle.objects.values_list("handle", flat=True))
        response = post(self.client, f"{HANDLES}add/", {"handle": text, "active": "on"})
        if response.status_code == 302:
            return UPIHandle.objects.exclude(handle__in=before).get().handle
        assert response.status_code == 200
        assert list(response.context["adminform"].form.errors) == ["handle"]
        return None

    def provider(self, text: str) -> str | None:
        url = f"{HANDLES}ybl/change/"
        response = post(self.client, url, {"provider": text, "active": "on"})
        if response.status_code == 302:
            return UPIHandle.objects.get(handle="ybl").provider
        assert response.status_code == 200
        assert list(response.context["adminform"].form.errors) == ["provider"]
        return None

    def _act(
        self, name: str, row: CoinWithdrawal, **typed: str
    ) -> CoinWithdrawal | None:
        """The request when the act was done; otherwise the page names the field."""
        fields = {"version": str(row.version)} | typed
        of_row = {f"{row.pk}-{field}": value for field, value in fields.items()}
        chosen = {"action": name, "_selected_action": str(row.pk), "apply": "x"}
        response = post(self.client, LIST, chosen | of_row | typed)
        if response.status_code == 302:
            now = CoinWithdrawal.objects.get(id=row.id)
            return now if now.version > row.version else None
        assert response.status_code == 200
        forms = [*response.context["rows"], response.context["form"]]
        named = {field for form in forms if form for field in form.errors}
        assert named and named <= set(typed)
        return None
