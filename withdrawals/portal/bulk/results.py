"""What became of a run: a page and a file under an address of their own."""

import csv
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from project.http import UserHttpRequest, ip_of
from withdrawals import audit, sight
from withdrawals.actors import Actor
from withdrawals.models import AuditAct
from withdrawals.portal.access import staff_page
from withdrawals.portal.bulk import run
from withdrawals.portal.bulk.acts import act_named
from withdrawals.portal.bulk.models import BulkLine, BulkRun, Outcome
from withdrawals.portal.exports.texts import FORMULA

COLUMNS = ("Reference", "User", "UPI ID", "Rupees", "UTR", "Pasted", "Not changed")


@require_safe
@staff_page
def result(request: UserHttpRequest, run_id: UUID) -> HttpResponse:
    """What became of each line, for all staff."""
    kept = get_object_or_404(BulkRun, id=run_id)
    by_outcome = {each: _lines(kept, each) for each in Outcome}
    context = {
        "section": "queue",
        "run": kept,
        "act": act_named(kept.act),
        "done": by_outcome[Outcome.DONE],
        "refused": by_outcome[Outcome.REFUSED],
        "waiting": by_outcome[Outcome.WAITING],
        "is_mine": request.user.get_username() == kept.actor,
        "back": _back(kept, request.user.get_username()),
        "total": sum(
            each.withdrawal.rupees_amount
            for each in by_outcome[Outcome.DONE]
            if each.withdrawal
        ),
    }
    return render(request, "portal/bulk/result.html", context)


@require_POST
@staff_page
def go_on(request: UserHttpRequest, run_id: UUID) -> HttpResponse:
    """Do what a run that was stopped has left; for the person who began it."""
    kept = get_object_or_404(BulkRun, id=run_id)
    actor = Actor.staff(request.user)
    if actor.name != kept.actor:
        raise PermissionDenied("may not go on with the run of somebody else")
    run.go_on(kept, actor=actor)
    return redirect("portal:bulk_result", run_id=run_id)


@require_safe
@staff_page
def not_changed(request: UserHttpRequest, run_id: UUID) -> HttpResponse:
    """The lines that the run did not change, as a CSV file; the audit log keeps it."""
    kept = get_object_or_404(BulkRun, id=run_id)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"not-changed-{kept.id}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response.write("\ufeff")  # without it Excel reads another encoding
    writer = csv.writer(response)
    writer.writerow(COLUMNS)
    lines = [*_lines(kept, Outcome.REFUSED), *_lines(kept, Outcome.WAITING)]
    for line in lines:
        cells = [sight.as_seen_by(request.user, each) for each in _cells(line)]
        writer.writerow([plain(each) for each in cells])
    audit.record(
        AuditAct.EXPORTED,
        actor=Actor.staff(request.user),
        target=name,
        ip=ip_of(request),
        rows=len(lines),
    )
    return response


def plain(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(tuple(FORMULA)) else cell


def _cells(line: BulkLine) -> list[str]:
    row = line.withdrawal
    known = (
        [row.reference, row.user_id, row.upi_id, str(row.rupees_amount)]
        if row
        else [""] * 4
    )
    why = line.words or "not done yet"
    return [*known, line.utr, line.pasted, why]


def _lines(kept: BulkRun, outcome: Outcome) -> list[BulkLine]:
    lines = kept.lines.filter(outcome=outcome).select_related("withdrawal")
    return list(lines.order_by("place"))


def _back(kept: BulkRun, reader: str) -> str:
    """The queue as it was; what was not changed is selected there.

    A filter may name a UPI ID: it is shown to nobody but the person who typed it.
    """
    view = kept.view if reader == kept.actor else ""
    view = view or reverse("portal:queue")
    return f"{view}{'&' if '?' in view else '?'}again={kept.id}"
