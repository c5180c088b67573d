"""The button "Show UPI ID", for those who read UPI IDs masked."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from project.http import UserHttpRequest, ip_of
from withdrawals import sight
from withdrawals.actors import Actor
from withdrawals.exceptions import NotAllowed, WithdrawalNotFound
from withdrawals.portal.access import staff_page
from withdrawals.portal.opening import answer


@require_POST
@staff_page
def reveal(request: UserHttpRequest, withdrawal_id: UUID) -> HttpResponse:
    """The request with its whole UPI ID, in this answer alone: no redirect to keep."""
    actor = Actor.staff(request.user)
    try:
        upi_id = sight.reveal(withdrawal_id, actor=actor, ip=ip_of(request))
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except WithdrawalNotFound as error:
        raise Http404 from error
    return answer(request, withdrawal_id, {"upi_id": upi_id, "revealed": True})
