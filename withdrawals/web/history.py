"""A user's requests, page by page, by key: nothing is counted, skipped or repeated."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from withdrawals.models import CoinWithdrawal, CoinWithdrawalQuerySet
from withdrawals.texts import parse_id

PAGE_SIZE = 20


def page_of(user_id: str, before: str) -> tuple[list[CoinWithdrawal], UUID | None]:
    """The newest requests, or those before the request `before`; and where to go on.

    Raises Http404 when `before` is none of this user's requests.
    """
    requests = CoinWithdrawal.objects.of_user(user_id).newest_first()
    if before:
        last = _own(requests, before)
        requests = requests.older_than(last.created_at, last.id)
    found = list(requests[: PAGE_SIZE + 1])
    page = found[:PAGE_SIZE]
    return page, page[-1].id if len(found) > PAGE_SIZE else None


def _own(requests: CoinWithdrawalQuerySet, text: str) -> CoinWithdrawal:
    try:
        return get_object_or_404(requests, id=parse_id(text))
    except ValueError as error:
        raise Http404(text) from error
