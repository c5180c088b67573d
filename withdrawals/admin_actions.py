"""Moves on many requests at once, from the admin's list: the domain decides on each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from wallet.exceptions import LedgerError
from withdrawals import transitions
from withdrawals.actors import Actor
from withdrawals.admin_forms import ReasonForm, RowForm, UTRForm
from withdrawals.exceptions import (
    Conflict,
    NotAllowed,
    Stale,
    UTRAlreadyUsed,
    WithdrawalError,
)
from withdrawals.guard import legal_step
from withdrawals.models import CoinWithdrawal
from withdrawals.states import Status

MOST = 100  # requests at once

Requests = QuerySet[CoinWithdrawal]
ModelAdmin = admin.ModelAdmin


@dataclass
class Result:
    """What came of it: "2 started, 1 not: WD2345678A is already processing"."""

    what: str
    done: int = 0
    refused: list[str] = field(default_factory=list)

    def attempt(self, withdrawal: CoinWithdrawal, act: Callable[[], object]) -> None:
        try:
            act()
        except (WithdrawalError, LedgerError) as error:
            self.refused.append(f"{withdrawal.reference} {_why(error)}")
        else:
            self.done += 1

    def tell(self, request: HttpRequest) -> None:
        if self.refused:
            refused = f"{len(self.refused)} not: {'; '.join(self.refused)}"
            messages.warning(request, f"{self.done} {self.what}, {refused}")
        elif self.done:
            messages.success(request, f"{self.done} {self.what}")


@admin.action(description="Approve: start the payment", permissions=["review"])
def start(modeladmin: ModelAdmin, request: HttpRequest, requests: Requests) -> None:
    if _too_many(request, requests):
        return
    actor, result = _actor(request), Result("started")
    for withdrawal in requests:
        _start(withdrawal, actor, result)
    result.tell(request)


@admin.action(description="Complete with transaction IDs", permissions=["pay"])
def complete(
    modeladmin: ModelAdmin, request: HttpRequest, requests: Requests
) -> HttpResponse | None:
    if _too_many(request, requests):
        return None
    actor, result = _actor(request), Result("completed")
    if "apply" in request.POST:
        rows = [UTRForm(withdrawal, request.POST) for withdrawal in requests]
        rows = [row for row in rows if not _complete(row, actor, result)]
    else:
        legal = _legal(requests, "complete", result)
        rows = [UTRForm(withdrawal) for withdrawal in legal]
    result.tell(request)
    return _page(modeladmin, request, "complete", rows)


@admin.action(description="Reject or fail, with refund", permissions=["review", "pay"])
def fail(
    modeladmin: ModelAdmin, request: HttpRequest, requests: Requests
) -> HttpResponse | None:
    if _too_many(request, requests):
        return None
    actor, result = _actor(request), Result("failed, the coins are back")
    if "apply" in request.POST:
        form = ReasonForm(request.POST)
        rows = [RowForm(withdrawal, request.POST) for withdrawal in requests]
        if form.is_valid():
            rows = [row for row in rows if not _fail(row, form, actor, result)]
    else:
        form = ReasonForm()
        rows = [RowForm(withdrawal) for withdrawal in _legal(requests, "fail", result)]
    result.tell(request)
    return _page(modeladmin, request, "fail", rows, form)


def _start(withdrawal: CoinWithdrawal, actor: Actor, result: Result) -> None:
    result.attempt(withdrawal, lambda: transitions.start(withdrawal.id, actor=actor))


def _complete(row: UTRForm, actor: Actor, result: Result) -> bool:
    """Whether the row is dealt with; otherwise its form says what is wrong."""
    if not row.is_valid():
        return False

    def act() -> None:
        try:
            transitions.complete(row.withdrawal.id, actor=actor, **row.cleaned_data)
        except UTRAlreadyUsed as error:
            row.add_error("utr", f"Used for {error.other.reference} already")

    result.attempt(row.withdrawal, act)
    result.done -= bool(row.errors)
    return not row.errors


def _fail(row: RowForm, form: ReasonForm, actor: Actor, result: Result) -> bool:
    """Whether the row is dealt with: failed, or refused by the domain."""
    if not row.is_valid():
        return False
    values = row.cleaned_data | form.cleaned_data
    result.attempt(
        row.withdrawal,
        lambda: transitions.fail(row.withdrawal.id, actor=actor, **values),
    )
    return True


def _too_many(request: HttpRequest, requests: Requests) -> bool:
    """Whether more are chosen than one page may act on; then nothing is done."""
    if not requests[MOST : MOST + 1].exists():
        return False
    messages.error(request, f"Nothing was done: choose at most {MOST} requests.")
    return True


def _actor(request: HttpRequest) -> Actor:
    if not isinstance(request.user, User):
        raise TypeError("the admin has let a stranger in")
    return Actor.staff(request.user)


def _legal(requests: Requests, name: str, result: Result) -> list[CoinWithdrawal]:
    """The requests whose status allows the move; the others are in the result."""
    legal = []
    for withdrawal in requests:
        try:
            legal_step(withdrawal, name)
            legal.append(withdrawal)
        except Conflict as error:
            result.refused.append(f"{withdrawal.reference} {_why(error)}")
    return legal


def _why(error: Exception) -> str:
    if isinstance(error, Stale):
        return "was changed meanwhile"
    if isinstance(error, Conflict):
        status = Status(error.withdrawal.status)
        return f"is {'still' if status == Status.PENDING else 'already'} {status}"
    if isinstance(error, NotAllowed):
        return f"needs the right to {error.right.label}"
    return f"was refused: {error}"


def _page(
    modeladmin: ModelAdmin,
    request: HttpRequest,
    name: str,
    rows: Sequence[RowForm],
    form: ReasonForm | None = None,
) -> HttpResponse | None:
    """The page that asks for more, or None (back to the list) when no row is left."""
    if not rows:
        return None
    context = modeladmin.admin_site.each_context(request) | {
        "title": "Complete payments" if name == "complete" else "Reject or fail",
        "opts": modeladmin.opts,
        "action": name,
        "checkbox": ACTION_CHECKBOX_NAME,
        "rows": rows,
        "form": form,
        "total": sum(row.withdrawal.rupees_amount for row in rows),
    }
    return TemplateResponse(request, "admin/withdrawals/act.html", context)
