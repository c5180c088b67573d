"""Coins: credit them, one by one or many at once; the balance and what moved it."""

from django.http import HttpResponse
from ninja import Query, Router
from ninja.decorators import decorate_view

from wallet import ledger
from wallet.accounts import check_kind, clean_user_id
from wallet.batches import credit_each
from wallet.exceptions import BatchRefused, LedgerError
from wallet.models import CoinTransaction
from withdrawals.api import coin_answers as answers
from withdrawals.api import coin_schemas as schemas
from withdrawals.api import cursors, journal, limiting
from withdrawals.api.access import ApiRequest, BearerKey
from withdrawals.api.answers import Told, respond, respond_once
from withdrawals.api.large_bodies import takes_large_body
from withdrawals.api.parameters import KEY
from withdrawals.api.schemas import ErrorAnswer
from withdrawals.integrations.scopes import Scope
from withdrawals.limits.rates import Limit

router = Router(tags=["Coins"])

_ERROR = {400: ErrorAnswer}  # the others are added, see openapi.py


@router.post(
    "/credit/",
    auth=BearerKey(Scope.COINS_CREDIT),
    response={201: schemas.CreditedAnswer, **_ERROR},
)
def credit(
    request: ApiRequest, body: schemas.Credit, key: str | None = KEY
) -> HttpResponse:
    """Credit coins. The same reference never posts twice."""

    def act() -> Told:
        [result] = credit_each([answers.asked(body, request.auth)])
        if isinstance(result, LedgerError):
            raise result
        answer = answers.credited(result.movement)
        return Told.by(answer, is_replay=not result.is_new)

    journal.about(request, user_id=body.user_id, amount=body.amount)
    journal.about(request, reference=body.reference)
    limiting.of_user(request, body.user_id, Limit.CREDITS)
    return respond_once(request, key, body, act, 201)


@router.post(
    "/credit/bulk/",
    auth=BearerKey(Scope.COINS_CREDIT),
    response={200: schemas.BulkAnswer, **_ERROR},
)
@decorate_view(takes_large_body)
def credit_bulk(
    request: ApiRequest, body: schemas.BulkCredit, key: str | None = KEY
) -> HttpResponse:
    """Credit coins to many users in one transaction; each has its own result."""

    def act() -> Told:
        asked = [answers.asked(each, request.auth) for each in body.items]
        try:
            results = credit_each(asked, whole=body.all_or_nothing)
        except BatchRefused as refused:
            raise answers.items_refused(refused) from refused
        return Told.by(answers.bulk(body, results))

    journal.about(request, items=len(body.items), whole=body.all_or_nothing)
    return respond_once(request, key, body, act)


@router.get(
    "/balance/",
    auth=BearerKey(Scope.COINS_READ),
    response={200: schemas.BalanceAnswer, **_ERROR},
)
def balance(request: ApiRequest, query: Query[schemas.CoinsQuery]) -> HttpResponse:
    """A user's coins now; 0 for a user who never had any."""
    journal.about(request, user_id=query.user_id)
    coins = ledger.balance(clean_user_id(query.user_id), request.auth.is_test)
    return respond(request, answers.balance(query.user_id, coins))


@router.get(
    "/movements/",
    auth=BearerKey(Scope.COINS_READ),
    response={200: schemas.MovementsAnswer, **_ERROR},
)
def movements(
    request: ApiRequest, query: Query[schemas.MovementsQuery]
) -> HttpResponse:
    """What moved a user's coins, newest first."""
    journal.about(request, user_id=query.user_id, limit=query.limit)
    check_kind(clean_user_id(query.user_id), request.auth.is_test)
    rows = CoinTransaction.objects.filter(user_coins=query.user_id)
    if query.cursor:
        place = cursors.place_in("movements", query.user_id, query.cursor)
        rows = rows.filter(sequence__lt=int(place))
    found = list(rows.order_by("-sequence")[: query.limit + 1])
    return respond(request, answers.movements(query, found))
