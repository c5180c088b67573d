"""The one login page, of staff and users alike."""

from http import HTTPStatus
from typing import Any

from django.contrib import admin
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView, LogoutView, redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from project.http import ip_of
from withdrawals import audit
from withdrawals.actors import Actor
from withdrawals.models import AuditAct


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": "The username or the password is not right",
        "inactive": "This account is closed",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.error_messages["required"] = f"Enter your {name}"
            field.widget.attrs["class"] = "form-control"
        if self.is_bound:  # then the focus belongs to the error summary
            del self.fields["username"].widget.attrs["autofocus"]


class SignInView(LoginView):
    authentication_form = SignInForm
    template_name = "account/login.html"
    redirect_authenticated_user = True

    def get_success_url(self) -> str:
        """Where `next` leads, when that is another page of this site."""
        url = super().get_success_url()
        return self.get_default_redirect_url() if url == self.request.path else url

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        _record(AuditAct.LOGIN, self.request)
        return response

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        _record(AuditAct.LOGIN_FAILED, self.request, _account(form))
        response = super().form_invalid(form)
        response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response


class SignOutView(LogoutView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            _record(AuditAct.LOGOUT, request)
        return super().post(request, *args, **kwargs)


@require_safe
def admin_login(request: HttpRequest) -> HttpResponse:
    """The admin has no login of its own; a user who is not staff stays outside."""
    if admin.site.has_permission(request):
        return redirect("admin:index")
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next") or reverse("admin:index"))


def _record(act: AuditAct, request: HttpRequest, target: str = "") -> None:
    user = request.user
    actor = Actor.person(user) if isinstance(user, User) else None
    audit.record(act, actor=actor, target=target, ip=ip_of(request))


def _account(form: AuthenticationForm) -> str:
    """Whose account it was; a name that nobody has may be a mistyped password."""
    name = str(form.data.get("username", ""))[:150].replace("\0", "")
    return name if User.objects.filter(username=name).exists() else ""
