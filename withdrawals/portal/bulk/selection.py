"""Which requests a person selected: those that they ticked, or all that match."""

from dataclasses import dataclass

from project.http import UserHttpRequest
from withdrawals.models import CoinWithdrawal
from withdrawals.portal.bulk.acts import MOST
from withdrawals.portal.queue import Queue
from withdrawals.texts import parse_id

NOTHING = "No request is selected."
TOO_MANY = f"At most {MOST} requests can be changed in one go."
NOT_UNDERSTOOD = "A filter of the queue is not understood, so nothing was selected."
NOT_WHOLE = "The selection did not arrive whole, so nothing was selected."


class Refused(Exception):
    """There is no selection to act on; the text says why."""


@dataclass(frozen=True)
class Selection:
    """The requests in the order of the list. `is_cut`: more match than are in it."""

    rows: list[CoinWithdrawal]
    is_cut: bool = False


def selected(request: UserHttpRequest) -> Selection:
    """Raises Refused rather than give fewer requests, or more, than were meant."""
    if request.POST.get("all"):
        return _all_matching(request)
    try:
        ids = dict.fromkeys(map(parse_id, request.POST.getlist("select")))
    except ValueError as error:
        raise Refused(NOT_WHOLE) from error
    if not ids:
        raise Refused(NOTHING)
    if len(ids) > MOST:
        raise Refused(TOO_MANY)
    found = CoinWithdrawal.objects.live().in_bulk(list(ids))
    if len(found) < len(ids):
        raise Refused(NOT_WHOLE)
    return Selection([found[each] for each in ids])


def _all_matching(request: UserHttpRequest) -> Selection:
    """What the filters of the address find now, in the order of the list."""
    queue = Queue(request, request.GET)
    if not queue.is_understood:
        raise Refused(NOT_UNDERSTOOD)
    rows = queue.found.order_by(*queue.order.fields())
    first = list(rows[: MOST + 1])
    if not first:
        raise Refused(NOTHING)
    return Selection(first[:MOST], is_cut=len(first) > MOST)
