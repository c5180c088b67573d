"""Links to the hosted page, for apps without a form of their own."""

from typing import Literal
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from ninja import Router, Schema
from pydantic import StrictInt, StrictStr

from withdrawals.api import journal
from withdrawals.api.access import ApiRequest, BearerKey
from withdrawals.api.answers import Told, respond_once
from withdrawals.api.fields import Moment, must_be
from withdrawals.api.parameters import KEY
from withdrawals.api.schemas import ErrorAnswer
from withdrawals.hosted import links
from withdrawals.integrations.scopes import Scope

router = Router(tags=["Hosted page"])

_UNSIGNED = "cw_link_{}"  # as it is kept with an Idempotency-Key, and opens nothing
_ERROR = {400: ErrorAnswer}  # the others are added, see openapi.py


class NewLink(Schema):
    user_id: StrictStr = must_be("user_id")
    return_url: StrictStr = must_be("return_url")
    state: StrictStr = must_be("state", default="")
    amount: StrictInt | None = must_be("amount", default=None)
    upi_id: StrictStr | None = must_be("upi_id", default=None)


class MadeLink(Schema):
    url: str
    expires_at: Moment


class LinkAnswer(Schema):
    success: Literal[True] = True
    data: MadeLink


@router.post(
    "/", auth=BearerKey(Scope.LINKS_CREATE), response={201: LinkAnswer, **_ERROR}
)
def link(request: ApiRequest, body: NewLink, key: str | None = KEY) -> HttpResponse:
    """Make a link that lets a user in to the hosted page: once, within 60 seconds.

    They come back to `return_url` with `status` (created, cancelled or closed), the
    `withdrawal_id` if there is one, and `state` as it was sent.
    """

    def act() -> Told:
        wish = links.Wish(
            body.user_id, body.return_url, body.state, body.amount, body.upi_id
        )
        by = request.caller.key if request.caller else None
        made = links.create(wish, key=by, actor=request.auth)
        address = request.build_absolute_uri(reverse("hosted:door"))
        query = urlencode({"link": _UNSIGNED.format(made.id)})
        data = MadeLink(url=f"{address}?{query}", expires_at=made.expires_at)
        return Told.by(LinkAnswer(data=data), link=made.id)

    journal.about(request, user_id=body.user_id)
    return respond_once(request, key, body, act, 201, finish=_signed)


def _signed(answer: str) -> str:
    """The answer with the link's signature, which is kept nowhere."""
    made = LinkAnswer.model_validate_json(answer)
    before, _, unsigned = made.data.url.rpartition("=")
    link_id = UUID(unsigned.removeprefix(_UNSIGNED.format("")))
    made.data.url = f"{before}={links.token_of(link_id)}"
    return made.model_dump_json()
