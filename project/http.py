"""What the faces share about HTTP. Imports Django only."""

from http import HTTPStatus
from ipaddress import IPv4Address, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails


def ip_of(request: HttpRequest) -> str:
    """Where a request comes from; behind our proxy, what the proxy itself added."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        claimed = request.META.get("HTTP_X_FORWARDED_FOR", "")
        address = claimed.rpartition(",")[2].strip() or address
    return str(address)[:45]


def network_of(request: HttpRequest) -> str:
    """Whose line a request comes over: an IPv4 address, or the /64 of an IPv6 one."""
    ip = ip_of(request)
    try:
        address = ip_address(ip)
    except ValueError:
        return ip
    if isinstance(address, IPv4Address) or address.ipv4_mapped:
        return ip
    return str(ip_network((address, 64), strict=False))


def back_of(request: HttpRequest, otherwise: str) -> str:
    """Where a posted form wants to lead back to, if that is a page of this site."""
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()})
    return back if is_ours else otherwise


class HtmxHttpRequest(HttpRequest):
    """A request as HtmxMiddleware leaves it."""

    htmx: HtmxDetails


class UserHttpRequest(HtmxHttpRequest):
    """A request behind a login."""

    user: User


def lead_to(request: HttpRequest, url: str) -> HttpResponse:
    """To another page; where htmx asked for a part, the whole page goes there."""
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(url, status=HTTPStatus.NO_CONTENT)
    return HttpResponseRedirect(url)


def page_shown(request: HttpRequest) -> str:
    """Where to come back to: for a part or a sent form the page that it stood on."""
    if request.method in ("GET", "HEAD") and not getattr(request, "htmx", False):
        return request.get_full_path()
    said = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(said, {request.get_host()}):
        return request.get_full_path()
    parts = urlsplit(said)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path or "/"


def json_error(
    status: int,
    code: str,
    message: str,
    field: str | None = None,
    details: dict[str, Any] | None = None,
) -> JsonResponse:
    """The one shape of an error below /api/."""
    error = {
        "code": code,
        "message": message,
        "field": field,
        "details": details or {},
    }
    return JsonResponse(
        {"success": False, "error": error},
        status=status,
        headers={"Cache-Control": "no-store"},
    )
