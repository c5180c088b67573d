"""Ask for a withdrawal: the form, then the answers once more."""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render

from wallet import ledger
from withdrawals.amounts import to_rupees
from withdrawals.exceptions import KeyReused
from withdrawals.hosted.models import Result
from withdrawals.limits.exceptions import RateLimited
from withdrawals.models import CoinWithdrawal, UPIHandle
from withdrawals.web import draft
from withdrawals.web.access import for_users, form_methods
from withdrawals.web.forms import REFUSALS, AnswersForm, ConfirmedForm
from withdrawals.web.submission import made_by, submit_once
from withdrawals.web.visitors import WebRequest, lead_to
from withdrawals.web.words import bank_of, too_many

RECENT = 3


@form_methods
@for_users
def form(request: WebRequest) -> HttpResponse:
    """The balance, the form and the latest requests."""
    balance = ledger.balance(request.visitor.user_id)
    if request.method != "POST":
        return _form_page(
            request, AnswersForm(initial=_initial(request), balance=balance)
        )
    answers = AnswersForm(request.POST, balance=balance)
    if not answers.is_valid():
        return _form_page(request, answers, HTTPStatus.UNPROCESSABLE_ENTITY)
    draft.keep(request.visitor.session, answers.cleaned_data)
    return lead_to(request, "check")


@form_methods
@for_users
def check(request: WebRequest) -> HttpResponse:
    """The answers once more; the second yes makes the request, once."""
    if request.method != "POST":
        return _check_page(request)
    confirmed = ConfirmedForm(request.POST)
    if not confirmed.is_valid():
        return form(request)  # which says what is wrong
    user_id, answers = request.visitor.user_id, confirmed.cleaned_data
    try:
        withdrawal_id = submit_once(user_id, **answers)
    except REFUSALS:
        return form(request)
    except RateLimited as refusal:
        return _too_many(request, refusal.left.wait)
    except KeyReused:
        return _already_sent(request, answers)
    draft.close(request.visitor.session)
    request.visitor.did(Result.CREATED, withdrawal_id)
    return lead_to(request, "status", withdrawal_id)


def _initial(request: WebRequest) -> draft.Answers:
    """The answers under way, or the UPI ID that was used last."""
    kept = draft.kept(request.visitor.session)
    if "upi_id" in kept:
        return kept
    used = CoinWithdrawal.objects.of_user(request.visitor.user_id).newest_first()
    return {"upi_id": used.values_list("upi_id", flat=True).first()} | kept


def _form_page(
    request: WebRequest,
    answers: AnswersForm,
    status: HTTPStatus = HTTPStatus.OK,
    earlier: CoinWithdrawal | None = None,
) -> HttpResponse:
    own = CoinWithdrawal.objects.of_user(request.visitor.user_id)
    sent = answers.is_bound and answers.cleaned_data.get("token")
    context = {
        "form": answers,
        "token": sent or draft.open_token(request.visitor.session),
        "worth": to_rupees(answers.balance),
        "recent": own.newest_first()[:RECENT],
        "earlier": earlier,
    }
    return render(request, "web/form.html", context, status=status)


def _check_page(request: WebRequest) -> HttpResponse:
    balance = ledger.balance(request.visitor.user_id)
    answers = AnswersForm(draft.kept(request.visitor.session), balance=balance)
    if not answers.is_valid():
        return lead_to(request, "form")
    coins, upi_id = answers.cleaned_data["coins"], answers.cleaned_data["upi_id"]
    handle = UPIHandle.objects.get(handle=upi_id.partition("@")[2])
    context = {
        "answers": answers.cleaned_data,
        "rupees_amount": to_rupees(coins),
        "coins_left": balance - coins,
        "bank": bank_of(handle),
    }
    return render(request, "web/check.html", context)


def _too_many(request: WebRequest, seconds: int) -> HttpResponse:
    """The form with its answers, to be sent again later."""
    balance = ledger.balance(request.visitor.user_id)
    answers = AnswersForm(request.POST, balance=balance)
    if answers.is_valid():
        answers.add_error(None, too_many(seconds))
    response = _form_page(request, answers, HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = str(seconds)
    return response


def _already_sent(request: WebRequest, answers: draft.Answers) -> HttpResponse:
    """This form has made a request with other answers: say so, offer a new form."""
    user_id = request.visitor.user_id
    earlier = made_by(user_id, answers["token"])
    draft.close(request.visitor.session)
    fresh = AnswersForm(initial=answers, balance=ledger.balance(user_id))
    return _form_page(request, fresh, HTTPStatus.CONFLICT, earlier)
