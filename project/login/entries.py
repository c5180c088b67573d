"""What the sign-in tells the audit log. Guesses cannot fill it without bound."""

from django.contrib.auth.models import User
from django.http import HttpRequest

from project.http import ip_of
from project.login import throttle
from withdrawals import audit
from withdrawals.actors import Actor
from withdrawals.models import AuditAct

STRANGERS = 100  # entries in a window about names that nobody has


def record(act: AuditAct, request: HttpRequest, user: User) -> None:
    """What somebody did with their own account."""
    audit.record(act, actor=Actor.person(user), ip=ip_of(request))


def failed(request: HttpRequest, username: str, **details: str | bool) -> None:
    """A name that nobody has may be a mistyped password: it is not kept."""
    if User.objects.filter(username=username).exists():
        target = username
    elif _is_room():
        target = ""
    else:
        return
    ip = ip_of(request)
    audit.record(AuditAct.LOGIN_FAILED, actor=None, target=target, ip=ip, **details)


def _is_room() -> bool:
    try:
        throttle.take("strangers", "", STRANGERS)
    except throttle.TooMany:
        return False
    return True
