"""Of the library's pages only these: nobody signs up or mails a password here."""

from django.contrib.auth.decorators import login_required
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from project.login import code_views, views
from project.login.proof import View, step_up

FORM = ["GET", "HEAD", "POST"]


def own(view: View) -> View:
    """For whoever is signed in; never stored."""
    return require_http_methods(FORM)(login_required(never_cache(view)))


def proved(view: View) -> View:
    """For whoever has just proved who they are."""
    return own(step_up(view))


sign_in, sign_out = views.SignInView.as_view(), views.SignOutView.as_view()

urlpatterns = [
    path("login/", sign_in, name="login"),
    path("login/", sign_in, name="account_login"),
    path("logout/", sign_out, name="logout"),
    path("logout/", sign_out, name="account_logout"),
    path(
        "password/", own(views.PasswordView.as_view()), name="account_change_password"
    ),
    path(
        "prove/password/",
        own(views.ProvePasswordView.as_view()),
        name="account_reauthenticate",
    ),
    path(
        "prove/code/",
        own(code_views.ProveCodeView.as_view()),
        name="mfa_reauthenticate",
    ),
    path(
        "login/code/",
        require_http_methods(FORM)(code_views.code),
        name="mfa_authenticate",
    ),
    path(
        "security/",
        require_safe(own(code_views.SecurityView.as_view())),
        name="mfa_index",
    ),
    path(
        "security/app/set-up/",
        proved(code_views.SetUpView.as_view()),
        name="mfa_activate_totp",
    ),
    path(
        "security/app/remove/",
        proved(code_views.RemoveView.as_view()),
        name="mfa_deactivate_totp",
    ),
    path(
        "security/recovery-codes/",
        require_safe(proved(code_views.RecoveryCodesView.as_view())),
        name="mfa_view_recovery_codes",
    ),
    path(
        "security/recovery-codes/new/",
        proved(code_views.NewRecoveryCodesView.as_view()),
        name="mfa_generate_recovery_codes",
    ),
]
