"""A user as staff sees them: balance, requests, movements."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from project.http import UserHttpRequest
from wallet.accounts import clean_user_id
from wallet.exceptions import InvalidUserId
from wallet.models import CoinTransaction, UserCoins
from withdrawals.amounts import to_rupees
from withdrawals.models import CoinWithdrawal
from withdrawals.portal import balances, keyset, upi_ids
from withdrawals.portal.access import staff_page
from withdrawals.portal.tabs import NEWEST_FIRST
from withdrawals.states import OPEN, Status

SIZE = 20


@require_safe
@staff_page
def users(request: UserHttpRequest) -> HttpResponse:
    """The user whose id is given; without one, the field to enter it."""
    user_id = request.GET.get("user_id", "").strip()
    account = _account(user_id)
    context: dict[str, Any] = {"section": "users", "user_id": user_id}
    if account is None:
        status = HTTPStatus.NOT_FOUND if user_id else HTTPStatus.OK
        return render(request, "portal/users.html", context, status=status)
    context |= {
        "account": account,
        "worth": to_rupees(account.total_coins),
        "totals": _totals(user_id),
        "requests": _page(request, CoinWithdrawal.objects.of_user(user_id), "r"),
        "movements": _page(request, account.transactions.all(), "m"),
    }
    context["upi_ids"], context["upi_ids_number"] = upi_ids.used_by(user_id)
    context["balances"] = balances.balances(user_id)
    context["chart"] = balances.chart_of(context["balances"])
    context["movement_rows"] = _with_requests(context["movements"].rows)
    return render(request, "portal/user.html", context)


def _account(user_id: str) -> UserCoins | None:
    try:
        return UserCoins.objects.filter(user_id=clean_user_id(user_id)).first()
    except InvalidUserId:
        return None


def _totals(user_id: str) -> dict[str, Any]:
    """Rupees and numbers of this user's open and paid requests."""
    is_open, is_paid = Q(status__in=OPEN), Q(status=Status.COMPLETED)
    return CoinWithdrawal.objects.of_user(user_id).aggregate(
        open_rupees=Sum("rupees_amount", filter=is_open),
        open_number=Count("id", filter=is_open),
        paid_rupees=Sum("rupees_amount", filter=is_paid),
        paid_number=Count("id", filter=is_paid),
    )


def _page(request: UserHttpRequest, rows: Any, name: str) -> keyset.Page[Any]:
    """A page of one of the two lists; its cursors are `r_after`, `m_before` ..."""
    after = request.GET.get(f"{name}_after", "")
    before = request.GET.get(f"{name}_before", "")
    return keyset.page(rows, NEWEST_FIRST, SIZE, after=after, before=before)


def _with_requests(
    movements: list[CoinTransaction],
) -> list[tuple[CoinTransaction, CoinWithdrawal | None]]:
    """Each movement with the request that caused it, if one did."""
    causes = {
        movement.id: UUID(name)
        for movement in movements
        for kind, _, name in [movement.reference.partition(":")]
        if kind in ("withdrawal", "refund")
    }
    found = CoinWithdrawal.objects.in_bulk(list(set(causes.values())))
    return [(each, found.get(causes.get(each.id))) for each in movements]
