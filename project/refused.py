"""Whoever lacks a right is told so, wherever it was; the audit log keeps it."""

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.views import defaults

from project.http import ip_of
from withdrawals import audit
from withdrawals.actors import Actor
from withdrawals.models import AuditAct


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """For every PermissionDenied: the portal's, the Django admin's and our own."""
    if isinstance(request.user, User):
        audit.record(
            AuditAct.REFUSED,
            actor=Actor.person(request.user),
            target=request.path,
            ip=ip_of(request),
            method=request.method,
            why=str(exception),
        )
    return defaults.permission_denied(request, exception)
