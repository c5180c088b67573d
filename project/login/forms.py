"""What is typed to sign in, to prove it again, and to change it."""

from http import HTTPStatus
from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse

from project.login import passwords, throttle

NEW_PASSWORD = ("The password now", "The new password", "The new password again")
WRONG_PASSWORD = "The password is not right"  # noqa: S105 (words)


def refused(response: HttpResponse, form: forms.BaseForm) -> HttpResponse:
    """The status that says why the form comes back, and when to try again."""
    response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    for errors in form.errors.as_data().values():
        for error in errors:
            if isinstance(error, throttle.TooMany):
                response.status_code = HTTPStatus.TOO_MANY_REQUESTS
                response.headers["Retry-After"] = str(error.seconds)
    return response


def dress(form: forms.BaseForm, first: str) -> None:
    """Our look; the focus is on the first field, or on what is wrong."""
    for field in form.fields.values():
        field.widget.attrs["class"] = "form-control"
        field.widget.attrs.pop("autofocus", None)
    if not form.is_bound:
        form.fields[first].widget.attrs["autofocus"] = True


class SignInForm(AuthenticationForm):
    request: HttpRequest
    error_messages = {
        "invalid_login": "The username or the password is not right",
        "inactive": "This account is closed",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self, "username")
        for name, field in self.fields.items():
            field.error_messages["required"] = f"Enter your {name}"

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if typed.get("username") and typed.get("password"):
            self.user_cache = passwords.owner(self.request, **typed)
            if self.user_cache is None:
                raise self.get_invalid_login_error()
        return typed

    def login(self, request: HttpRequest, redirect_url: str | None) -> HttpResponse:
        """Sign in, or ask for the code first."""
        user = self.get_user()
        login = Login(user=user, redirect_url=redirect_url)
        response: HttpResponse = perform_password_login(
            request, {"username": user.username}, login
        )
        return response


class ProvePasswordForm(forms.Form):
    password = forms.CharField(
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Enter your password"},
    )

    def __init__(
        self, *args: Any, user: User, request: HttpRequest, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.request = user, request
        dress(self, "password")

    def clean_password(self) -> str:
        typed: str = self.cleaned_data["password"]
        if not passwords.owner(self.request, self.user.username, typed):
            raise forms.ValidationError(WRONG_PASSWORD)
        return typed


class NewPasswordForm(PasswordChangeForm):
    error_messages = PasswordChangeForm.error_messages | {
        "password_incorrect": WRONG_PASSWORD,
        "password_mismatch": "The two new passwords are not the same",
    }

    def __init__(self, user: User, *args: Any, request: HttpRequest, **kw: Any) -> None:
        super().__init__(user, *args, **kw)
        self.request = request
        dress(self, "old_password")
        for field, label in zip(self.fields.values(), NEW_PASSWORD, strict=True):
            field.label, field.help_text = label, ""
            field.error_messages["required"] = f"Enter {label.lower()}"
        self.fields[
            "new_password1"
        ].help_text = (
            "At least 8 characters, not only digits, none that many people use"
        )

    def clean_old_password(self) -> str:
        typed: str = self.cleaned_data["old_password"]
        if not passwords.owner(self.request, self.user.username, typed):
            raise forms.ValidationError(self.error_messages["password_incorrect"])
        return typed
