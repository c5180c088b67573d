"""Answers in the contract's own bytes, and the same bytes again for a known key."""

from collections.abc import Callable

from django.http import HttpResponse
from ninja import Schema

from wallet.retries import atomic_with_retry
from withdrawals.api import journal
from withdrawals.api.access import ApiRequest
from withdrawals.api.schemas import CancelledAnswer, CreatedAnswer
from withdrawals.idempotency import Key, once


def respond(request: ApiRequest, answer: Schema) -> HttpResponse:
    return _response(request, answer.model_dump_json(), 200)


def respond_once(
    request: ApiRequest,
    key: str | None,
    body: Schema,
    act: Callable[[], CreatedAnswer | CancelledAnswer],
    status: int = 200,
) -> HttpResponse:
    """Do `act`; with an Idempotency-Key only once for each caller and endpoint.

    Raises KeyReused for the same key, another body.
    """

    @atomic_with_retry  # an act whose answer cannot be written is undone
    def kept() -> dict[str, str]:
        answer = act()
        # As text: a JSON column of PostgreSQL would lose the order of the fields.
        return {
            "withdrawal_id": str(answer.data.withdrawal_id),
            "body": answer.model_dump_json(),
        }

    scope = f"api:{request.auth.name}:{request.path}"
    sent = body.model_dump(mode="json")
    answer = kept() if key is None else once(Key(scope, key, sent), kept)
    journal.about(request, withdrawal_id=answer["withdrawal_id"])
    return _response(request, answer["body"], status)


def _response(request: ApiRequest, content: str, status: int) -> HttpResponse:
    journal.write(request, f"answered {status}")
    return HttpResponse(
        content,
        status=status,
        content_type="application/json",
        headers={"Cache-Control": "no-store"},
    )
