"""Withdrawals. Paths, fields and messages are a contract with existing apps."""

from functools import partial

from django.http import HttpResponse
from ninja import Query, Router

from withdrawals import outcomes
from withdrawals.api import (
    foresight,
    journal,
    limiting,
    listing,
    lookups,
    record,
    schemas,
    shown,
)
from withdrawals.api.access import ApiRequest, BearerKey
from withdrawals.api.answers import (
    Told,
    respond_by,
    respond_if_new,
    respond_with,
)
from withdrawals.api.parameters import KEY
from withdrawals.cancellation import cancel_once
from withdrawals.first_rows import Wish
from withdrawals.integrations.scopes import Scope
from withdrawals.masking import mask
from withdrawals.outcomes import Outcome
from withdrawals.recalls import Recall
from withdrawals.submission import submit_once

router = Router(tags=["Withdrawals"])

_ERROR = {400: schemas.ErrorAnswer}  # the others are added, see openapi.py


@router.post(
    "/withdraw/",
    auth=BearerKey(Scope.WITHDRAWALS_CREATE, foresight.of_withdraw),
    response={201: schemas.CreatedAnswer, **_ERROR},
)
def withdraw(
    request: ApiRequest, body: schemas.NewWithdrawal, key: str | None = KEY
) -> HttpResponse:
    """Submit a withdrawal request. The coins leave the balance at once."""

    def tell(outcome: Outcome) -> outcomes.Told:
        answer = shown.created(outcome)
        made = outcome.withdrawal
        told = Told.by(answer, upi_id=mask(made.upi_id), withdrawal_id=made.id)
        return outcomes.Told(told.kept(), record.use_of(request, told.facts))

    journal.about(request, user_id=body.user_id, amount=body.amount)
    limiting.of_user(request, body.user_id)
    wish = Wish(body.user_id, body.amount, body.upi_id, request.auth)
    act = partial(submit_once, wish, tell, waits=False)
    return respond_by(request, key, body, act, 201)


@router.get(
    "/withdraw/history/",
    auth=BearerKey(Scope.WITHDRAWALS_READ, foresight.of_history),
    response={200: schemas.HistoryAnswer, **_ERROR},
)
def history(request: ApiRequest, query: Query[schemas.HistoryQuery]) -> HttpResponse:
    """A user's requests, newest first.

    The header `Link` leads to the next page. With a `cursor`, which is empty for the
    first page, the answer has `next`: the cursor of the next page, or null.
    """
    journal.about(request, **query.model_dump(mode="json", exclude_none=True))
    page = listing.page_of(request, query)
    journal.about(request, count=len(page.items))
    response = respond_with(request, listing.answer(query, page))
    if page.next:
        response["Link"] = listing.link(request, page.next)
    return response


@router.get(
    "/withdraw/status/",
    auth=BearerKey(Scope.WITHDRAWALS_READ, foresight.of_details),
    response={200: schemas.DetailsAnswer, 304: None, **_ERROR},
)
def details(request: ApiRequest, query: Query[schemas.DetailsQuery]) -> HttpResponse:
    """One request. With a `user_id`, only if it is that user's."""
    journal.about(request, **query.model_dump(mode="json", exclude_none=True))
    withdrawal = lookups.find(request, query.withdrawal_id, query.user_id)
    journal.about(request, status=withdrawal.status)
    extras = lookups.extras(withdrawal, query.extras)
    return respond_if_new(request, shown.details(withdrawal, extras))


@router.post(
    "/withdraw/cancel/",
    auth=BearerKey(Scope.WITHDRAWALS_CANCEL, foresight.of_cancel),
    response={200: schemas.CancelledAnswer, **_ERROR},
)
def cancel(
    request: ApiRequest, body: schemas.Cancellation, key: str | None = KEY
) -> HttpResponse:
    """Cancel a pending request. The coins come back at once.

    With a `user_id`, only if the request is that user's.
    """

    def tell(outcome: Outcome) -> outcomes.Told:
        answer = shown.cancelled(outcome)
        told = Told.by(answer, withdrawal_id=body.withdrawal_id)
        return outcomes.Told(told.kept(), record.use_of(request, told.facts))

    journal.about(request, withdrawal_id=body.withdrawal_id)
    withdrawal = lookups.find(request, body.withdrawal_id, body.user_id)
    limiting.of_user(request, withdrawal.user_id)
    recall = Recall(withdrawal.id, request.auth, body.reason or "", seen=withdrawal)
    act = partial(cancel_once, recall, tell, waits=False)
    return respond_by(request, key, body, act)
