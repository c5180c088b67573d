"""The door of the hosted page: in by an app's link, and back to the app."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_safe

from withdrawals.hosted import links
from withdrawals.hosted.exceptions import LinkOver
from withdrawals.hosted.models import Link
from withdrawals.hosted.return_urls import back_of
from withdrawals.web import draft, visitors
from withdrawals.web.colours import stylesheet_of

_A_YEAR = 365 * 24 * 60 * 60  # seconds


class _Back(HttpResponseRedirect):
    """To an address that the app's admin has allowed, of a phone's app as well."""

    def __init__(self, url: str) -> None:
        self.allowed_schemes = [url.partition(":")[0]]
        super().__init__(url)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def door(request: HttpRequest) -> HttpResponse:
    """Looking uses nothing up, as previews of links look; the button does."""
    sent = request.POST if request.method == "POST" else request.GET
    token = sent.get("link", "")
    link = links.find(token)
    if link is None:
        return _closed(request, None, "wrong", HTTPStatus.NOT_FOUND)
    if request.method == "POST":
        return _enter(request, link)
    if not links.is_open(link):
        return _over(request, link)
    context = {
        "link": link,
        "token": token,
        "user": visitors.masked(link.user_id),
        "has_visit": links.visit_of(request.COOKIES.get(visitors.COOKIE, "")),
    }
    return render(request, "hosted/door.html", context)


@never_cache
@require_safe
def back(request: HttpRequest) -> HttpResponse:
    """End the visit and lead back to the app, with what came of it."""
    visit = links.visit_of(request.COOKIES.get(visitors.COOKIE, ""))
    if visit is None:
        return _closed(request, None, "visit", HTTPStatus.FORBIDDEN)
    if request.method == "GET":
        links.end(visit)
    response = _Back(back_of(visit))
    response.delete_cookie(visitors.COOKIE, path=visitors.PATH, samesite="Lax")
    return response


@require_safe
@cache_control(public=True, max_age=_A_YEAR, immutable=True)
def colours(request: HttpRequest, colour: str) -> HttpResponse:
    """The form's colours from an app's one. A file, as pages may hold no styles."""
    if not (sheet := stylesheet_of(f"#{colour}")):
        raise Http404(colour)
    return HttpResponse(sheet, content_type="text/css")


def _enter(request: HttpRequest, link: Link) -> HttpResponse:
    begun = draft.begun(link.amount, link.upi_id)
    try:
        secret = links.use(link, begun)
    except LinkOver:
        return _over(request, link)
    response = redirect(reverse("web:form", current_app=visitors.VISIT))
    visitors.keep(request, response, secret, int(links.VISIT.total_seconds()))
    return response


def _over(request: HttpRequest, link: Link) -> HttpResponse:
    link.refresh_from_db(fields=["used_at"])
    late = "revoked" if links.is_revoked(link) else "expired"
    why = "used" if link.used_at else late
    return _closed(request, link, why, HTTPStatus.GONE)


def _closed(
    request: HttpRequest, link: Link | None, why: str, status: HTTPStatus
) -> HttpResponse:
    context = {"link": link, "why": why, "back": back_of(link) if link else ""}
    return render(request, "hosted/over.html", context, status=status)
