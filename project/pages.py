"""The front door, and what a load balancer asks."""

from http import HTTPStatus

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from project import themes
from project.http import back_of
from withdrawals.portal import staff_settings


@require_safe
def home(request: HttpRequest) -> HttpResponseRedirect:
    """Staff works in the portal; everyone else has the form."""
    is_staff = request.user.is_authenticated and request.user.is_staff
    return redirect("portal:queue" if is_staff else "web:form")


@require_POST
def theme(request: HttpRequest) -> HttpResponseRedirect:
    """Keep the choice of light or dark, and go back; for staff on every device."""
    wanted = themes.known(request.POST.get("theme", ""))
    if request.user.is_authenticated and request.user.is_staff:
        staff_settings.change(request.user, theme=wanted)
    response = HttpResponseRedirect(back_of(request, reverse("home")))
    themes.keep(request, response, wanted)
    return response


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process lives."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse(
            "no database",
            content_type="text/plain",
            status=HTTPStatus.SERVICE_UNAVAILABLE,
        )
    return HttpResponse("ok", content_type="text/plain")
