"""What is typed from an authenticator app."""

from typing import Any

from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, generate_totp_secret
from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest

from project.login import entries, sealing, second_factor, throttle
from project.login.forms import dress

WRONG_CODE = "The code is not right. Wait for the next one and type that"


class CodeField(forms.CharField):
    def __init__(self, **more: Any) -> None:
        attrs = {
            "autocomplete": "one-time-code",
            "autocapitalize": "none",
            "spellcheck": "false",
        }
        widget = forms.TextInput(attrs=attrs)
        super().__init__(
            label="Code",
            max_length=20,
            widget=widget,
            error_messages={"required": "Enter the code"},
            **more,
        )


class _CodeForm(forms.Form):
    code = CodeField()

    def __init__(
        self, *args: Any, user: User, request: HttpRequest, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.request = user, request
        dress(self, "code")

    def clean_code(self) -> str:
        """Counted like a password: six digits are guessed soon."""
        typed: str = self.cleaned_data["code"]
        try:
            place = throttle.take("code", self.user.pk)
        except throttle.TooMany as refused:
            if refused.is_first:
                self.tell(throttled=True)
            raise
        if not self.is_right(typed):
            self.tell()
            raise forms.ValidationError(WRONG_CODE)
        throttle.give_back(place)
        return typed

    def is_right(self, code: str) -> bool:
        raise NotImplementedError

    def tell(self, **details: str | bool) -> None:
        entries.failed(self.request, self.user.username, step="code", **details)


class CodeForm(_CodeForm):
    """Of the app, or a recovery code. `again` for the step-up of who is in already."""

    authenticator: Authenticator | None = None
    again = False

    def is_right(self, code: str) -> bool:
        self.authenticator = second_factor.use(self.user, code)
        return self.authenticator is not None

    def save(self) -> None:
        post_authentication(
            self.request, self.authenticator, reauthenticated=self.again
        )


class ProveCodeForm(CodeForm):
    again = True


class SetUpForm(_CodeForm):
    """The secret waits in the session, sealed, until a code shows that it arrived."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sealed = self.request.session.get(SECRET_SESSION_KEY)
        if sealed is None:
            sealed = sealing.seal(generate_totp_secret())
            self.request.session[SECRET_SESSION_KEY] = sealed
        self.secret = sealing.unseal(sealed)

    def is_right(self, code: str) -> bool:
        self.counter = second_factor.counter_of(self.secret, code)
        return self.counter is not None
