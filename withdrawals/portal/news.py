"""The line above the list: "3 new requests". The list itself never moves by itself."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from project.http import UserHttpRequest
from project.parts import page_url
from wallet import clock
from withdrawals.portal import counts
from withdrawals.portal.access import staff_page
from withdrawals.portal.arrivals import made
from withdrawals.portal.queue import Queue

OWN = ("since", "told")
_WORDS = {True: "new", False: "more"}  # whether made since, or only come to the tab


@require_safe
@staff_page
def news(request: UserHttpRequest) -> HttpResponse:
    """How many of the view's requests came into it since its list was shown.

    204 while that is what was told already: nothing is read out twice.
    """
    params = request.GET.copy()
    for name in OWN:
        params.pop(name, None)
    queue, since = Queue(request, params), _moment(request.GET.get("since", ""))
    number = counts.capped(queue.tab.news(queue.found, queue.username, since))
    if request.GET.get("told") == str(number):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return render(request, "portal/_news.html", line(queue, since, number))


def line(queue: Queue, since: datetime, number: int) -> dict[str, Any]:
    """The context of portal/_news.html."""
    asked = queue.view.having("since", since.isoformat()).having("told", str(number))
    word, plural = _WORDS[queue.tab.news is made], "" if number == 1 else "s"
    return {
        "ask": f"{page_url('portal:news')}{asked}",
        "url": queue.view.address,
        "number": number,
        "words": f"{counts.words_of(number)} {word} request{plural}",
    }


def _moment(text: str) -> datetime:
    """A time of ours; now for anything else."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else clock.now()
    except (ValueError, OverflowError):
        return clock.now()
