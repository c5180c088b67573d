"""The buttons on a request: a function and an address for each."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from project.amounts import coins, rupees
from project.http import UserHttpRequest
from withdrawals import mentions, notes, transitions
from withdrawals.idempotency import Answer, Key, once
from withdrawals.models import CoinWithdrawal
from withdrawals.portal import forms
from withdrawals.portal.access import staff_page
from withdrawals.portal.drafts import drafted
from withdrawals.portal.perform import Act, perform


@require_POST
@staff_page
def start(request: UserHttpRequest, withdrawal_id: UUID) -> HttpResponse:
    def act(values: dict[str, Any]) -> str:
        done = transitions.start(withdrawal_id, **values).withdrawal
        return f"Approved. {rupees(done.rupees_amount)} is in To pay under your name."

    return perform(request, withdrawal_id, Act("start", forms.StartForm, act))


@require_POST
@staff_page
def release(request: UserHttpRequest, withdrawal_id: UUID) -> HttpResponse:
    def act(values: dict[str, Any]) -> str:
        transitions.release(withdrawal_id, **values)
        return "Released. The request is back in To review."

    return perform(request, withdrawal_id, Act("release", forms.ReleaseForm, act))


@require_POST
@staff_page
def complete(request: UserHttpRequest, withdrawal_id: UUID) -> HttpResponse:
    def act(values: dict[str, Any]) -> str:
        done = transitions.complete(withdrawal_id, **values).withdrawal
        return f"Paid. {rupees(done.rupees_amount)} with transaction ID {done.utr}."

    return perform(request, withdrawal_id, Act("complete", forms.CompleteForm, act))


@require_POST
@staff_page
def fail(request: UserHttpRequest, withdrawal_id: UUID) -> HttpResponse:
    def act(values: dict[str, Any]) -> str:
        done = transitions.fail(withdrawal_id, **values).withdrawal
        return f"Failed. {_refund_of(done)}"

    return perform(request, withdrawal_id, Act("fail", forms.FailForm, act))


@require_POST
@staff_page
def reverse(request: UserHttpRequest, withdrawal_id: UUID) -> HttpResponse:
    def act(values: dict[str, Any]) -> str:
        done = transitions.reverse(withdrawal_id, **values).withdrawal
        return f"Payment returned. {_refund_of(done)}"

    return perform(request, withdrawal_id, Act("reverse", forms.ReverseForm, act))


@require_POST
@staff_page
def message(request: UserHttpRequest, withdrawal_id: UUID) -> HttpResponse:
    if "insert" in request.POST:
        return drafted(request, withdrawal_id)

    def act(values: dict[str, Any]) -> str:
        notes.edit_message(withdrawal_id, **values)
        return "Message saved. The user reads it now."

    return perform(request, withdrawal_id, Act("message", forms.MessageForm, act))


@require_POST
@staff_page
def note(request: UserHttpRequest, withdrawal_id: UUID) -> HttpResponse:
    def act(values: dict[str, Any]) -> str:
        token = values.pop("token")
        body = {"withdrawal": str(withdrawal_id), "note": values["text"]}

        def add() -> Answer:
            return {"note": str(notes.add_note(withdrawal_id, **values).id)}

        if token:
            once(Key(f"portal note {values['actor'].name}", str(token), body), add)
        else:
            add()
        return "Note added."

    return perform(request, withdrawal_id, Act("note", forms.NoteForm, act))


@require_POST
@staff_page
def seen(request: UserHttpRequest, withdrawal_id: UUID) -> HttpResponse:
    """What a note asks this person to see. Nothing else changes."""

    def act(values: dict[str, Any]) -> str:
        mentions.end(withdrawal_id, values["actor"])
        return "Seen. The request is no longer in Mine for its note."

    return perform(request, withdrawal_id, Act("seen", forms.ActForm, act))


def _refund_of(withdrawal: CoinWithdrawal) -> str:
    back = coins(withdrawal.coins_amount)
    return f"{back} coins are back with {withdrawal.user_id}."
