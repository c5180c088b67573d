"""The front door, and what a load balancer asks."""

from http import HTTPStatus

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

THEMES = ("light", "dark")


@require_safe
def home(request: HttpRequest) -> HttpResponseRedirect:
    """Staff works in the portal; everyone else has the form."""
    is_staff = request.user.is_authenticated and request.user.is_staff
    return redirect("portal:queue" if is_staff else "web:form")


@require_POST
def theme(request: HttpRequest) -> HttpResponseRedirect:
    """Keep the choice of light or dark on this device, and go back."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = reverse("home")
    response = HttpResponseRedirect(back)
    if request.POST.get("theme") in THEMES:
        a_year = 365 * 24 * 60 * 60
        response.set_cookie(
            "theme",
            request.POST["theme"],
            a_year,
            secure=request.is_secure(),
            samesite="Lax",
            httponly=True,
        )
    else:
        response.delete_cookie("theme", samesite="Lax")
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
