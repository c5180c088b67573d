"""The buttons "Take", "Take over" and "Give back"."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from project.http import UserHttpRequest, ip_of
from withdrawals import claims
from withdrawals.portal import forms
from withdrawals.portal.access import staff_page
from withdrawals.portal.perform import Act, perform


@require_POST
@staff_page
def take(request: UserHttpRequest, withdrawal_id: UUID) -> HttpResponse:
    """Take it; or take it over, from the holder whom the button named."""

    def act(values: dict[str, Any]) -> str:
        claim = claims.take(withdrawal_id, ip=ip_of(request), **values)
        return f"You have this request for {claim.minutes_left} minutes."

    return perform(
        request, withdrawal_id, Act("take", forms.TakeForm, act, is_seen=True)
    )


@require_POST
@staff_page
def give_back(request: UserHttpRequest, withdrawal_id: UUID) -> HttpResponse:
    def act(values: dict[str, Any]) -> str:
        claims.give_back(withdrawal_id, **values)
        return "Given back. Anybody can take it now."

    return perform(request, withdrawal_id, Act("give_back", forms.ActForm, act))
