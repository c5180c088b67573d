"""What each endpoint will ask, read from a call that is not let in yet.

Only a call that is well formed is foreseen; what is wrong with another one is told
later, when its key is found to be right.
"""

import re
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from pydantic import ValidationError

from wallet.accounts import clean_user_id
from wallet.exceptions import InvalidUserId
from withdrawals.api import listing
from withdrawals.api.ahead import NOTHING, Ahead, Foresight
from withdrawals.api.exceptions import InvalidCursor, InvalidJSON, WrongContentType
from withdrawals.api.parameters import KEY_FORM
from withdrawals.api.parser import StrictParser
from withdrawals.api.schemas import HistoryQuery
from withdrawals.guard import query_of
from withdrawals.integrations.key_text import KeyText
from withdrawals.texts import parse_id

MOST = 4096  # bytes that are read for somebody who is perhaps nobody
_MALFORMED = (
    *(InvalidCursor, InvalidJSON, InvalidUserId, RequestDataTooBig, ValidationError),
    *(ValueError, WrongContentType),
)
_USER = "SELECT CAST(%s AS text) AS user_id"
_OWNER = """
    SELECT seen.user_id FROM seen, found
    WHERE seen.is_test = found.is_test AND seen.user_id = COALESCE(%s, seen.user_id)
"""


def _well_formed(foresee: Foresight) -> Foresight:
    @wraps(foresee)
    def foreseen(request: HttpRequest, sent: KeyText) -> Ahead:
        try:
            return foresee(request, sent)
        except _MALFORMED:
            return NOTHING

    return foreseen


@_well_formed
def of_withdraw(request: HttpRequest, sent: KeyText) -> Ahead:
    match _body(request):
        case {"user_id": str(name), "amount": int(amount), "upi_id": str()}:
            is_whole = not isinstance(amount, bool)
            user = _USER, [clean_user_id(name)]
            return Ahead(whose=user) if is_whole else NOTHING
    return NOTHING


@_well_formed
def of_history(request: HttpRequest, sent: KeyText) -> Ahead:
    query = HistoryQuery.model_validate(request.GET.dict())
    return Ahead(seen=listing.query_of(query, sent.is_test))


@_well_formed
def of_details(request: HttpRequest, sent: KeyText) -> Ahead:
    return Ahead(seen=query_of(parse_id(request.GET.get("withdrawal_id", ""))))


@_well_formed
def of_cancel(request: HttpRequest, sent: KeyText) -> Ahead:
    match {"reason": None, "user_id": None} | _body(request):
        case {
            "withdrawal_id": str(text),
            "reason": str() | None,
            "user_id": str() | None as name,
        }:
            owner = _OWNER, [name and clean_user_id(name)]
            return Ahead(query_of(parse_id(text)), owner)
    return NOTHING


def _body(request: HttpRequest) -> dict[str, Any]:
    """Raises what the parser raises."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST:
        raise RequestDataTooBig
    if not re.fullmatch(KEY_FORM, request.META.get("HTTP_IDEMPOTENCY_KEY", "-")):
        raise InvalidJSON
    return StrictParser().parse_body(request)
