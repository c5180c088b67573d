"""Errors that no view answers: JSON below /api/, a calm page elsewhere."""

import logging
import sys
from collections.abc import Callable
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.defaults import server_error

from project.http import json_error

logger = logging.getLogger(__name__)

API_PREFIX = "/api/"
CODES = {
    # SecurityMiddleware's redirect to https; a POST could not follow it.
    HTTPStatus.MOVED_PERMANENTLY: (
        "https_required",
        "Call this address with https://.",
    ),
    HTTPStatus.BAD_REQUEST: ("bad_request", "The request could not be understood."),
    HTTPStatus.FORBIDDEN: ("forbidden", "This is not allowed."),
    HTTPStatus.NOT_FOUND: ("not_found", "There is nothing at this address."),
    HTTPStatus.METHOD_NOT_ALLOWED: (
        "method_not_allowed",
        "This address does not take that method.",
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
        "body_too_large",
        "The body is larger than 64 KiB, or 1 MiB for a bulk credit.",
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: (
        "unavailable",
        "The database did not answer. Send the same request again, with the same "
        "Idempotency-Key.",
    ),
}
# Headers of the page that an error was; the others belong to any answer.
_OF_THE_PAGE = frozenset({"content-type", "content-length", "location", "vary"})
RETRY_AFTER = "2"  # seconds
BUSY = (OperationalError, InterfaceError)  # the database's trouble, not ours
INTERNAL = ("internal_error", "Something went wrong here. Nothing was changed.")


class JsonErrorMiddleware:
    """Below /api/ every error has the one JSON shape, whoever raised it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path_info.startswith(API_PREFIX) or _is_answer(response):
            return response
        status = response.status_code
        words = CODES.get(HTTPStatus(status), INTERNAL)
        error = json_error(max(status, HTTPStatus.BAD_REQUEST), *words)
        for name, value in response.headers.items():
            if name.lower() not in _OF_THE_PAGE:
                error.headers.setdefault(name, value)
        return error


def _is_answer(response: HttpResponse) -> bool:
    is_json = response.get("Content-Type", "").startswith("application/json")
    return is_json or response.status_code < HTTPStatus.MULTIPLE_CHOICES


class NoPageMiddleware:
    """Who opens an address that only takes forms, as a tab restored does, is told."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_page = not request.path_info.startswith(API_PREFIX)
        is_refused = response.status_code == HTTPStatus.METHOD_NOT_ALLOWED
        if is_page and is_refused and not response.content:
            response.content = render_to_string("405.html", request=request)
        return response


class BusyMiddleware:
    """A view that the database let down is answered with a calm page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, error: Exception
    ) -> HttpResponse | None:
        return _busy(error) if isinstance(error, BUSY) else None


def internal(request: HttpRequest) -> HttpResponse:
    """The last handler, also for what middleware raised, as a session not saved."""
    error = sys.exc_info()[1]
    return _busy(error) if isinstance(error, BUSY) else server_error(request)


def _busy(error: BaseException) -> HttpResponse:
    logger.error("The database did not answer: %s", error)
    return HttpResponse(
        render_to_string("503.html"),  # without a request, which asks for its user
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        headers={"Retry-After": RETRY_AFTER, "Cache-Control": "no-store"},
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was sent without its token, or after the session changed."""
    return render(request, "403_csrf.html", status=HTTPStatus.FORBIDDEN)
