"""The portal's buttons and addresses, as meera's browser comes to them."""

from typing import Any
from urllib.parse import quote

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode

from tests.doors import post
from tests.doors.rows import Rows
from tests.queue_page import htmx
from withdrawals.models import CoinWithdrawal, Note, StatusChange

_TYPED = {
    "complete": {"utr": "512345678901"},
    "release": {"reason": "Mine"},
    "fail": {"reason": "Suspected misuse"},
    "reverse": {"reason": "Back"},
    "message": {"message": "Soon"},
}


class PortalDoors:
    def __init__(self, meera: User, rows: Rows) -> None:
        self.client, self.rows = Client(), rows
        self.client.force_login(meera)

    def utr(self, text: str) -> str | None:
        done = self._press("complete", self.rows.processing, utr=text)
        return done.utr if done else None

    def fail_reason(self, text: str) -> str | None:
        typed = {"reason": "Other", "detail": text}
        done = self._press("fail", self.rows.pending, **typed)
        return done.failure_reason if done else None

    def reverse_reason(self, text: str) -> str | None:
        done = self._press("reverse", self.rows.completed, reason=text)
        return done.failure_reason if done else None

    def release_reason(self, text: str) -> str | None:
        if self._press("release", self.rows.processing, reason=text):
            return StatusChange.objects.get(
                from_status="processing", to_status="pending"
            ).note
        return None

    def message(self, text: str) -> str | None:
        done = self._press("message", self.rows.pending, message=text)
        return done.admin_notes if done else None

    def note(self, text: str) -> str | None:
        done = self._press("note", self.rows.pending, note=text)
        return Note.objects.get().text if done else None

    def version_of_start(self, text: str) -> str | None:
        return self._version("start", self.rows.pending, text)

    def version_of_fail(self, text: str) -> str | None:
        return self._version("fail", self.rows.pending, text)

    def version_of_message(self, text: str) -> str | None:
        return self._version("message", self.rows.pending, text)

    def version_of_complete(self, text: str) -> str | None:
        return self._version("complete", self.rows.processing, text)

    def version_of_release(self, text: str) -> str | None:
        return self._version("release", self.rows.processing, text)

    def version_of_reverse(self, text: str) -> str | None:
        return self._version("reverse", self.rows.completed, text)

    def user_id(self, text: str) -> str | None:
        """The page of that very user: `text` has an account, or none can have it."""
        response: Any = self.client.get(
            f"/portal/users/?{urlencode({'user_id': text})}"
        )
        assert response.status_code in (200, 404)
        found = response.context.get("account")
        return found.user_id if found and found.user_id == text else None

    def id_of_page(self, text: str) -> str | None:
        return self._found(self.client.get(f"/portal/requests/{quote(text)}/"))

    def id_of_note(self, text: str) -> str | None:
        url = f"/portal/requests/{quote(text)}/note/"
        response = post(self.client, url, {"note": "Seen"}, **htmx("request"))
        return self._found(response)

    def id_of_start(self, text: str) -> str | None:
        url = f"/portal/requests/{quote(text)}/start/"
        version = {"version": str(self.rows.pending.version)}
        return self._found(post(self.client, url, version, **htmx("request")))

    def id_that_is_open(self, text: str) -> str | None:
        response: Any = self.client.get(f"/portal/?{urlencode({'open': text})}")
        assert response.status_code == 200
        found = response.context.get("withdrawal")
        return str(found.id) if found else None

    def _found(self, response: Any) -> str | None:
        assert response.status_code in (200, 404)
        if response.status_code == 404:
            return None
        # After a move the next request is open, and says which one was before.
        moved = response.context.get("previous")
        return str((moved or response.context["withdrawal"]).id)

    def _version(self, name: str, row: CoinWithdrawal, text: str) -> str | None:
        """`text` stands for the version that is `now`; it may say so otherwise."""
        sent = {"version": text.replace("now", str(row.version))}
        done = self._press(name, row, **_TYPED.get(name, {}), **sent)
        return "now" if done else None

    def _press(
        self, name: str, row: CoinWithdrawal, **typed: str
    ) -> CoinWithdrawal | None:
        """The request when the act was done; otherwise a 409, or a field is named."""
        url = reverse(f"portal:{name}", args=[row.id])
        sent = {"version": str(row.version)} | typed
        response = post(self.client, url, sent, **htmx("request"))
        if response.status_code == 200:
            return CoinWithdrawal.objects.get(id=row.id)
        if response.status_code == 409:
            return None
        assert response.status_code == 422
        errors = response.context["refused"].form.errors
        assert errors and set(errors) <= set(typed)
        return None
