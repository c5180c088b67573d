"""A canned message in the field of the form, to be read over and saved."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from project.http import UserHttpRequest
from withdrawals import notes
from withdrawals.actors import Actor
from withdrawals.models import CoinWithdrawal
from withdrawals.portal.opening import answer


def drafted(request: UserHttpRequest, withdrawal_id: UUID) -> HttpResponse:
    """Behind what was typed, or instead of the message as it is; saves nothing."""
    if not notes.may_write(Actor.staff(request.user)):
        raise PermissionDenied
    withdrawal = get_object_or_404(CoinWithdrawal, id=withdrawal_id)
    text, typed = request.POST.get("canned", ""), request.POST.get("message", "")
    if typed.strip() and typed != withdrawal.admin_notes:
        text = f"{typed.rstrip()}\n{text}"
    return answer(request, withdrawal_id, {"draft": text})
