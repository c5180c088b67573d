"""Errors that no view answers: JSON below /api/, a calm page elsewhere."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from project.http import json_error

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
        "The body is larger than 64 KiB.",
    ),
}
INTERNAL = ("internal_error", "Something went wrong here. Nothing was changed.")


class JsonErrorMiddleware:
    """Below /api/ every error has the one JSON shape, whoever raised it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith(API_PREFIX) or _is_answer(response):
            return response
        status = response.status_code
        words = CODES.get(HTTPStatus(status), INTERNAL)
        error = json_error(max(status, HTTPStatus.BAD_REQUEST), *words)
        if "Allow" in response:
            error["Allow"] = response["Allow"]
        return error


def _is_answer(response: HttpResponse) -> bool:
    is_json = response.get("Content-Type", "").startswith("application/json")
    return is_json or response.status_code < HTTPStatus.MULTIPLE_CHOICES


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was sent without its token, or after the session changed."""
    return render(request, "403_csrf.html", status=HTTPStatus.FORBIDDEN)
