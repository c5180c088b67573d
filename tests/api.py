"""An app's server, as the JSON endpoints see it."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.test import Client

from wallet import clock
from withdrawals.actors import Actor
from withdrawals.integrations import keys
from withdrawals.integrations.key_text import KeyText
from withdrawals.integrations.keys import Grant
from withdrawals.integrations.models import ApiKey, App
from withdrawals.integrations.scopes import Scope

PATH = "/api/razorpay/withdraw/"
COINS = "/api/razorpay/coins/"
HOOKS = "/api/razorpay/webhooks/"
ADDRESSES = {
    "withdraw": PATH,
    "history": f"{PATH}history/",
    "details": f"{PATH}status/",
    "cancel": f"{PATH}cancel/",
    "link": f"{PATH}link/",
    "credit": f"{COINS}credit/",
    "credit_bulk": f"{COINS}credit/bulk/",
    "balance": f"{COINS}balance/",
    "movements": f"{COINS}movements/",
    "webhooks": HOOKS,
    "add_webhook": HOOKS,
    "webhook_secret": f"{HOOKS}secret/",
    "rotate_secret": f"{HOOKS}rotate/",
    "choose_events": f"{HOOKS}events/",
    "enable_webhook": f"{HOOKS}enable/",
    "disable_webhook": f"{HOOKS}disable/",
    "delete_webhook": f"{HOOKS}delete/",
    "send_test": f"{HOOKS}test/",
    "deliveries": f"{HOOKS}deliveries/",
    "redeliver": f"{HOOKS}redeliver/",
}
POSTS = (
    *("withdraw", "cancel", "link", "credit", "credit_bulk"),
    *("add_webhook", "rotate_secret", "choose_events", "enable_webhook"),
    *("disable_webhook", "delete_webhook", "send_test", "redeliver"),
)
# What a call that reads asks beside what it is for: its key, and the key's limit,
# for which SQLite is told three times how to wait.
BESIDES = 5 if connection.vendor == "sqlite" else 1
# And with what it is for, where that is foreseen: PostgreSQL is asked both at once.
FORESEEN = 1 + BESIDES if connection.vendor == "sqlite" else 1
NOBODY = "01890a5d-ac96-774b-bcce-b302099a8057"  # no request has this id


APP_KEY = f"cw_live_testTESTtest_{'s' * 43}"
BACK = "https://shop.example/coins?tab=2"  # where the app may return to
MAKER = Actor.system("tests")


def let_in(name: str = "app", key: str = APP_KEY) -> None:
    """The app with this very key, which may do everything on live accounts."""
    text = KeyText.parse(key)
    assert text
    app, _ = App.objects.get_or_create(
        name=name, title=name, return_urls=[BACK], created_by="tests"
    )
    ApiKey.objects.create(
        app=app,
        public_id=text.public_id,
        digest=text.digest,
        is_test=text.is_test,
        scopes=Scope.values,
        slot=app.keys.filter(is_test=text.is_test).count() + 1,
        created_by="tests",
        last_used_at=clock.now(),
    )


def key_of(
    name: str = "app",
    *,
    is_test: bool = False,
    scopes: Sequence[str] = tuple(Scope.values),
    **limits: Any,
) -> str:
    """A new key of the app, made if there is none; it may do everything."""
    app = App.objects.filter(name=name).first()
    app = app or keys.create_app(name, actor=MAKER)
    grant = Grant(is_test, scopes, **limits)
    return str(keys.create_key(app, grant, actor=MAKER).text)


class Server:
    """Sends its key with every call, and no cookie ever."""

    def __init__(self, key: str | None) -> None:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self.client = Client(
            enforce_csrf_checks=True, raise_request_exception=False, headers=headers
        )

    def withdraw(self, headers: Any = None, **body: Any) -> Any:
        """Ask for 500 coins of alice's, but for what `body` says."""
        asked = {"user_id": "alice", "amount": 500, "upi_id": "alice@okhdfcbank"}
        return self.post(PATH, asked | body, headers=headers)

    def cancel(self, withdrawal_id: Any, headers: Any = None, **body: Any) -> Any:
        body = {"withdrawal_id": str(withdrawal_id)} | body
        return self.post(ADDRESSES["cancel"], body, headers=headers)

    def credit(self, headers: Any = None, **body: Any) -> Any:
        """Let alice earn 10 coins, but for what `body` says."""
        return self.post(ADDRESSES["credit"], credit_of(**body), headers=headers)

    def credit_bulk(self, *items: Any, headers: Any = None, **body: Any) -> Any:
        body = {"items": list(items)} | body
        return self.post(ADDRESSES["credit_bulk"], body, headers=headers)

    def balance(self, **query: Any) -> Any:
        return self.client.get(ADDRESSES["balance"], query)

    def movements(self, **query: Any) -> Any:
        return self.client.get(ADDRESSES["movements"], query)

    def history(self, **query: Any) -> Any:
        return self.client.get(ADDRESSES["history"], query)

    def details(self, **query: Any) -> Any:
        return self.client.get(ADDRESSES["details"], query)

    def post(
        self,
        path: str,
        body: object = b"",
        content_type: str = "application/json",
        headers: Any = None,
    ) -> Any:
        """Send `body`: bytes as they are, anything else as JSON."""
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.client.post(path, sent, content_type, headers=headers)


def credit_of(**body: Any) -> dict[str, Any]:
    """10 coins that alice earned, but for what `body` says."""
    return {
        "user_id": "alice",
        "amount": 10,
        "type": "earned",
        "reason": "Quiz of Monday",
        "reference": "quiz-1",
    } | body


def refused(response: Any, status: int, code: str) -> dict[str, Any]:
    """Check that the answer is an error of the one shape; give the error."""
    body = json.loads(response.content)
    assert (response.status_code, body["error"]["code"]) == (status, code), body
    assert list(body) == ["success", "error"]
    assert body["success"] is False
    assert list(body["error"]) == ["code", "message", "field", "details"]
    assert response["Content-Type"] == "application/json"
    assert response["Cache-Control"] == "no-store"
    error: dict[str, Any] = body["error"]
    return error
