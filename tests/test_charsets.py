"""A request that claims an odd charset, at the server's own door."""

from typing import Any

import pytest
from django.test import RequestFactory

from project.wsgi import application

pytestmark = pytest.mark.django_db

CLAIMS = [
    *("charset=hex", "charset=undefined", "charset=idna", "charset=utf-7"),
    *("charset=utf-16", "charset=nothing", "charset*=nothing''x", "charset"),
]
FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"
SENT = {
    FORM: b"csrfmiddlewaretoken={token}&theme=dark",
    PARTS: b'--b\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n'
    b"{token}\r\n--b--\r\n",
}
TOKEN = "a" * 32
served: Any = application


def answer(method: str, path: str, content_type: str, body: bytes = b"") -> str:
    """The status and, for what is no form, the content."""
    request = RequestFactory().generic(method, path, body, "text/plain")
    environ = request.environ | {"CONTENT_TYPE": content_type}
    environ["HTTP_COOKIE"] = f"csrftoken={TOKEN}"
    said: list[str] = []
    content = b"".join(served(environ, lambda status, _: said.append(status)))
    return said[0][:3] if body else f"{said[0][:3]} {content.decode()}"


@pytest.mark.parametrize("claim", CLAIMS)
def test_an_address_is_read_as_ever(claim):
    assert answer("GET", "/healthz?x=%ff", f"text/plain; {claim}") == "200 ok"


@pytest.mark.parametrize("claim", CLAIMS)
def test_below_api_the_answer_keeps_its_shape(claim):
    said = answer("GET", "/api/nowhere?x=%ff", f"application/json; {claim}")
    assert said.startswith('404 {"success": false')


@pytest.mark.parametrize("claim", CLAIMS[:6])
@pytest.mark.parametrize("form", SENT)
def test_form_in_another_charset_is_none(form, claim):
    body = SENT[form].replace(b"{token}", TOKEN.encode())
    assert answer("POST", "/theme/", f"{form}; {claim}", body) == "403"


@pytest.mark.parametrize("claim", ["charset=utf-8", "charset=UTF-8", "charset=utf8"])
@pytest.mark.parametrize("form", SENT)
def test_form_in_ours_is_read(form, claim):
    body = SENT[form].replace(b"{token}", TOKEN.encode())
    assert answer("POST", "/theme/", f"{form}; {claim}", body) == "302"
