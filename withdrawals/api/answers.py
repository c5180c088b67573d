"""Answers in the contract's own bytes, and the same bytes again for a known key."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.http import HttpResponse
from django.utils.http import parse_etags, quote_etag
from ninja import Schema
from pydantic import BaseModel
from pydantic_core import to_json

from wallet.retries import atomic_with_retry
from withdrawals.api import journal, limiting, record
from withdrawals.api.access import ApiRequest
from withdrawals.api.shown import Shown
from withdrawals.idempotency import Answer, Key, Reply, once

REPLAYED = "Idempotent-Replayed"

Headers = Mapping[str, str]
Written = Schema | Shown  # what is written as JSON
_UNKEPT: Headers = {"Cache-Control": "no-store"}


@dataclass(frozen=True)
class Told:
    """What an act says, and the facts that the log line tells of it."""

    body: str  # as text: a JSON column of PostgreSQL would lose the order of the fields
    facts: dict[str, str] = field(default_factory=dict)
    is_replay: bool = False  # it was done before, as another name of it says

    @classmethod
    def by(cls, answer: Written, *, is_replay: bool = False, **facts: object) -> "Told":
        told = {name: str(value) for name, value in facts.items()}
        return cls(text_of(answer), told, is_replay)

    def kept(self) -> Answer:
        """As `Told(**…)` takes it back."""
        return vars(self).copy()


def text_of(answer: Written) -> str:
    return to_json(answer, by_alias=False).decode()


def respond(request: ApiRequest, answer: Schema) -> HttpResponse:
    return respond_with(request, text_of(answer))


def respond_with(request: ApiRequest, content: str) -> HttpResponse:
    """`content` is JSON that was written elsewhere."""
    return _response(request, content, 200)


def respond_if_new(request: ApiRequest, answer: Shown) -> HttpResponse:
    """With an ETag: whoever has this very answer already is only told so, by 304.

    It may be kept, but not used without asking: the next moment may change it.
    """
    content = text_of(answer)
    etag = quote_etag(hashlib.sha256(content.encode()).hexdigest()[:32])
    known = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
    is_known = "*" in known or etag in (each.removeprefix("W/") for each in known)
    content, status = ("", 304) if is_known else (content, 200)
    headers = {"Cache-Control": "private, no-cache", "ETag": etag}
    return _response(request, content, status, headers)


def respond_once(
    request: ApiRequest,
    key: str | None,
    body: BaseModel,
    act: Callable[[], Told],
    status: int = 200,
    finish: Callable[[str], str] = str,
) -> HttpResponse:
    """Do `act`; with an Idempotency-Key only once for each caller and endpoint.

    `finish` adds to its answer what must not be kept. Raises KeyReused for the same
    key, another body, and KeyInFlight.
    """

    @atomic_with_retry  # an act whose answer cannot be written is undone
    def kept() -> Answer:
        told = act()
        if not told.is_replay:
            record.done(request, told.facts)
        return told.kept()

    def do(key: Key | None) -> Reply:
        return once(key, kept, waits=False) if key else Reply(kept(), is_replay=False)

    return respond_by(request, key, body, do, status, finish)


def respond_by(
    request: ApiRequest,
    key: str | None,
    body: BaseModel,
    act: Callable[[Key | None], Reply],
    status: int = 200,
    finish: Callable[[str], str] = str,
) -> HttpResponse:
    """As respond_once, for an act that keeps its answer and its record by itself."""
    door = "api-test" if request.auth.is_test else "api"
    scope = f"{door}:{request.auth.name}:{request.path_info}"
    sent = body.model_dump(mode="json")
    reply = act(Key(scope, key, sent) if key is not None else None)
    told = Told(**reply.answer)
    journal.about(request, **told.facts)
    response = _response(request, finish(told.body), status)
    if reply.is_replay or told.is_replay:
        record.replayed(request, told.facts)
        response[REPLAYED] = "true"
    return response


def _response(
    request: ApiRequest, content: str, status: int, headers: Headers = _UNKEPT
) -> HttpResponse:
    journal.write(request, f"answered {status}")
    response = HttpResponse(
        content.encode(),  # or Django asks its settings how
        status=status,
        content_type="application/json",
        headers=headers,
    )
    limiting.tell(request, response)
    return response
