"""Where the sign-in library does as this product wants it."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from project.login import entries, proof, sealing, sessions
from withdrawals.models import AuditAct

# What is worth a word on the next page.
WORDS = {
    "account/messages/password_changed.txt": "Your password is changed. "
    "Wherever else you were signed in, you are signed out.",
    "mfa/messages/totp_activated.txt": "The second factor is set up.",
    "mfa/messages/totp_deactivated.txt": "The second factor is removed.",
}


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        return False  # pages only

    def is_safe_url(self, url: str) -> bool:
        """Another page of this site, to which one can come back from the login."""
        host = context.request.get_host()
        if not url_has_allowed_host_and_scheme(url, {host}):
            return False
        path = urlsplit(url).path
        return path not in (reverse("account_login"), reverse("account_logout"))

    def get_login_stages(self) -> list[str]:
        return ["allauth.mfa.stages.AuthenticateStage"]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        return False  # proof.step_up stands before those pages

    def get_reauthentication_methods(self, user: User) -> list[dict[str, str]]:
        return [{"id": "step_up", "description": "", "url": proof.page_for(user)}]

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str = "",
        *args: Any,
        **kwargs: Any,
    ) -> None:
        if words := WORDS.get(message_template):
            messages.add_message(request, level, words)

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        sessions.begin(request, user)
        entries.record(AuditAct.LOGIN, request, user)

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, User):
            entries.record(AuditAct.LOGOUT, request, request.user)
        super().logout(request)


class SecondFactorAdapter(DefaultMFAAdapter):
    def get_totp_label(self, user: User) -> str:
        return user.get_username()

    def encrypt(self, text: str) -> str:
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.unseal(encrypted_text)
