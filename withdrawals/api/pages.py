"""Pages about the API, made from the code."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from withdrawals.api.catalogue import entries


def errors(request: HttpRequest) -> HttpResponse:
    """The catalogue of errors."""
    return render(request, "api/errors.html", {"entries": entries()})
