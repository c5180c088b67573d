"""Who calls, and what they may: an app's server by its key, or this machine."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja.security.http import HttpAuthBase

from project.http import ip_of
from withdrawals.actors import Actor
from withdrawals.api import arrivals, limiting
from withdrawals.api.ahead import Foresight, Known, no_foresight
from withdrawals.api.exceptions import KeyInAddress, MissingScope, NetworkNotAllowed
from withdrawals.api.parameters import Headers
from withdrawals.integrations import lookup, networks
from withdrawals.integrations.key_text import KeyText
from withdrawals.integrations.models import ApiKey
from withdrawals.integrations.scopes import MONEY, Scope

LOCAL = "local"  # who acts when no key is required
_LOOPBACK = frozenset({"127.0.0.1", "::1"})
_NEVER_IN_A_URL = frozenset({"key", "api_key", "apikey", "token", "access_token"})


@dataclass(frozen=True)
class Caller:
    """The key that came with a call, what it is used for, and from where."""

    key: ApiKey
    scope: Scope
    ip: str

    @property
    def actor(self) -> Actor:
        return Actor.app(self.key.app.name, is_test=self.key.is_test)

    @property
    def bucket(self) -> str:
        """A stranger who has found the key empties no bucket of the app's."""
        is_theirs = networks.holds(self.key.networks, self.ip)
        name = self.key.public_id
        return name if is_theirs else f"{name} from elsewhere"

    def check(self) -> None:
        """Raise NetworkNotAllowed, or MissingScope."""
        if not networks.holds(self.key.networks, self.ip):
            raise NetworkNotAllowed(self.ip)
        if self.scope not in self.key.scopes:
            raise MissingScope(self.scope)


class ApiRequest(HttpRequest):
    """A request as BearerKey lets it through."""

    auth: Actor
    caller: Caller | None  # None: this machine, without a key
    facts: dict[str, object]  # what the log line tells, see journal.py
    known: Known


class BearerKey(HttpAuthBase):
    """Authorization: Bearer <key>. A key that is sent must be right, always.

    An endpoint names the one scope that it needs: `auth=BearerKey(Scope.…)`. It may
    foresee what it will ask.
    """

    openapi_scheme = "bearer"

    def __init__(self, scope: Scope, foresee: Foresight = no_foresight) -> None:
        super().__init__()
        self.scope, self.foresee = scope, foresee

    def __call__(self, request: HttpRequest) -> Actor | None:
        if named := _NEVER_IN_A_URL.intersection(map(str.lower, request.GET)):
            raise KeyInAddress(min(named))
        header = request.META.get("HTTP_AUTHORIZATION")
        if header is None:
            return _local(request)
        scheme, _, text = header.partition(" ")
        sent = KeyText.parse(text.strip()) if scheme.lower() == "bearer" else None
        return self._enter(request, sent) if sent else None

    def _enter(self, request: Any, sent: KeyText) -> Actor | None:
        """`request` is about to be an ApiRequest; a refusal knows its caller, too."""
        arrival = arrivals.arrive(sent, self.scope, self.foresee(request, sent))
        if arrival.key is None:
            return None
        request.caller = caller = Caller(arrival.key, self.scope, ip_of(request))
        if arrival.left:
            limiting.count(request, arrival.left)
        else:
            is_harmless = self.scope not in MONEY
            limiting.of_key(request, caller.bucket, harmless=is_harmless)
        caller.check()
        lookup.note_use(arrival.key)
        request.known, request.headers = arrival.known, Headers(request.META)
        return caller.actor


def undeclared(request: HttpRequest) -> None:
    """An endpoint that names no scope lets nobody in."""


def _local(request: Any) -> Actor | None:
    request.caller = None
    return Actor.app(LOCAL) if _is_open(request) else None


def _is_open(request: HttpRequest) -> bool:
    """REMOTE_ADDR only: a forwarded address is anyone's claim."""
    return not settings.API_REQUIRE_KEY and request.META["REMOTE_ADDR"] in _LOOPBACK
