"""Signing in and out, and the password, of staff and users alike."""

from typing import Any

from allauth.account import views
from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from project.login import entries
from project.login.forms import (
    NewPasswordForm,
    ProvePasswordForm,
    SignInForm,
    refused,
)
from withdrawals.models import AuditAct


class Refusing:
    """A form that comes back says so in its status."""

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        return refused(super().form_invalid(form), form)  # type: ignore[misc]


class SignInView(Refusing, views.LoginView):
    form_class = SignInForm
    template_name = "account/login.html"


class SignOutView(views.LogoutView):
    http_method_names = ["post", "options"]


class PasswordView(Refusing, views.PasswordChangeView):
    """Every other session of the person ends with the old password."""

    form_class = NewPasswordForm
    template_name = "account/password.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "request": self.request}

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        entries.record(AuditAct.PASSWORD_CHANGED, self.request, form.user)
        return response


class ProvePasswordView(Refusing, views.ReauthenticateView):
    form_class = ProvePasswordForm
    template_name = "account/prove.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "request": self.request}


@require_safe
def admin_login(request: HttpRequest) -> HttpResponse:
    """The admin has no login of its own; a user who is not staff stays outside."""
    if admin.site.has_permission(request):
        return redirect("admin:index")
    if isinstance(request.user, User):
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next") or reverse("admin:index"))
