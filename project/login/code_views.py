"""The second factor: asked for, set up, removed; its recovery codes."""

from typing import Any

from allauth.account.internal.stagekit import clear_login, get_pending_stage
from allauth.mfa.base import views as base
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.conf import settings
from django.contrib.auth.models import User
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from project.login import entries, second_factor, sessions
from project.login.code_forms import CodeForm, ProveCodeForm, SetUpForm
from project.login.forms import refused
from project.login.views import Refusing
from withdrawals.models import AuditAct


class CodeView(base.AuthenticateView):
    """The second step of signing in."""

    form_class = CodeForm
    template_name = "mfa/code.html"

    def _build_forms(self) -> CodeForm:
        user, typed = self.stage.login.user, self.request.POST
        data = typed if self.request.method == "POST" else None
        self.webauthn_form = None
        self.auth_form = CodeForm(data, user=user, request=self.request)
        return self.auth_form

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        return refused(super().form_invalid(form), form)


def code(request: HttpRequest) -> HttpResponseBase:
    """Whose second factor was just taken off may start again without it."""
    stage = get_pending_stage(request)
    if stage and second_factor.of(stage.login.user) is None:
        clear_login(request)
    response: HttpResponseBase = CodeView.as_view()(request)
    return response


class ProveCodeView(Refusing, base.ReauthenticateView):
    form_class = ProveCodeForm
    template_name = "account/prove.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "request": self.request}


class SecurityView(base.IndexView):
    template_name = "mfa/security.html"


class SetUpView(Refusing, totp.ActivateTOTPView):
    form_class = SetUpForm
    template_name = "mfa/set_up.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "request": self.request}

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        must = settings.STAFF_TOTP_REQUIRED and self.request.user.is_staff
        return {**super().get_context_data(**more), "is_required": must}

    def form_valid(self, form: SetUpForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        row = Authenticator.objects.get(user=form.user, type=second_factor.TOTP)
        second_factor.mark_used(row, form.secret, form.counter or 0)
        _tell(self.request, form.user, AuditAct.FACTOR_SET)
        return response


class RemoveView(totp.DeactivateTOTPView):
    template_name = "mfa/remove.html"

    def form_valid(self, form: BaseForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        _tell(self.request, self.request.user, AuditAct.FACTOR_REMOVED)
        return response


class RecoveryCodesView(recovery.ViewRecoveryCodesView):
    template_name = "mfa/recovery_codes.html"


class NewRecoveryCodesView(Refusing, recovery.GenerateRecoveryCodesView):
    template_name = "mfa/new_recovery_codes.html"

    def form_valid(self, form: BaseForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        entries.record(AuditAct.CODES_MADE, self.request, self.request.user)
        return response


def _tell(request: HttpRequest, user: User, act: AuditAct) -> None:
    sessions.keep(request, user)
    entries.record(act, request, user)
