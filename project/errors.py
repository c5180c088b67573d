"""Errors that no view answers: JSON below /api/, a calm page elsewhere."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from project.http import json_error

API_PREFIX = "/api/"
CODES = {
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
        if not request.path.startswith(API_PREFIX) or _is_answer(request, response):
            return response
        status = HTTPStatus(response.status_code)
        if status < HTTPStatus.BAD_REQUEST:  # a POST without the last slash
            status = HTTPStatus.NOT_FOUND
        error = json_error(status, *CODES.get(status, INTERNAL))
        if "Allow" in response:
            error["Allow"] = response["Allow"]
        return error


def _is_answer(request: HttpRequest, response: HttpResponse) -> bool:
    if 300 <= response.status_code < HTTPStatus.BAD_REQUEST:
        return request.method in ("GET", "HEAD")
    is_json = response.get("Content-Type", "").startswith("application/json")
    return response.status_code < HTTPStatus.BAD_REQUEST or is_json


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was sent without its token, or after the session changed."""
    return render(request, "403_csrf.html", status=HTTPStatus.FORBIDDEN)
