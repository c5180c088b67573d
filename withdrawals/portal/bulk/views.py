"""From a selection to its preview, and from the preview to the run."""

from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from project.http import UserHttpRequest
from withdrawals.actors import Actor
from withdrawals.portal.access import staff_page
from withdrawals.portal.address import address
from withdrawals.portal.bulk import preview, run, selection
from withdrawals.portal.bulk.acts import ACTS, Act, act_named, is_for
from withdrawals.portal.bulk.forms import StartForm
from withdrawals.portal.bulk.models import BulkRun
from withdrawals.portal.bulk.plan import Line, Plan

BROKEN = "The preview did not arrive whole. Nothing was changed: select again."


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def bulk(request: UserHttpRequest) -> HttpResponse:
    """The preview of an act on the selected requests. A GET leads back to the queue."""
    view = address(request.GET)
    if request.method != "POST":
        return redirect(view)
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        return refuse(request, selection.NOT_WHOLE, view)
    actor = allowed(request, act)
    try:
        chosen = selection.selected(request)
    except selection.Refused as error:
        return refuse(request, str(error), view)
    shown = preview.of(act, chosen.rows, actor)
    plan = Plan(act.name, actor.name, _lines(shown), view)
    return show(request, shown, plan, act.form(), is_cut=chosen.is_cut)


@require_POST
@staff_page
def confirm(request: UserHttpRequest) -> HttpResponse:
    """Run what the preview showed, once, and lead to its result."""
    actor = Actor.staff(request.user)
    plan = Plan.read(request.POST.get("plan", ""), actor=actor.name)
    if plan is None:
        return refuse(request, BROKEN, address(request.GET))
    act = act_named(plan.act)
    allowed(request, act)
    form = act.form(request.POST)
    if not form.is_valid():
        return show(request, preview.planned(act, plan), plan, form)
    run_id = run.begin(plan, form.reason)
    run.go_on(BulkRun.objects.get(id=run_id), actor=actor)
    return redirect("portal:bulk_result", run_id=run_id)


def allowed(request: UserHttpRequest, act: Act) -> Actor:
    """The person as an actor; raises PermissionDenied if the act is not for them."""
    actor = Actor.staff(request.user)
    if not is_for(actor, act.name):
        raise PermissionDenied(f"may not {act.name} requests")
    return actor


def show(
    request: UserHttpRequest,
    shown: preview.Preview,
    plan: Plan,
    form: StartForm,
    *,
    is_cut: bool = False,
) -> HttpResponse:
    context = {
        "section": "queue",
        "preview": shown,
        "plan": plan.sign(),
        "form": form,
        "is_cut": is_cut,
        "view": plan.view,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "portal/bulk/preview.html", context, status=status)


def refuse(request: UserHttpRequest, words: str, back: str) -> HttpResponse:
    """Nothing was done, and why."""
    context = {"section": "queue", "words": words, "back": back}
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "portal/bulk/refused.html", context, status=status)


def _lines(shown: preview.Preview) -> list[Line]:
    items = [*shown.fit, *shown.unfit]
    return [
        Line.of(each.withdrawal, words=each.words) for each in items if each.withdrawal
    ]
