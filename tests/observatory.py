"""The score that Mozilla's HTTP Observatory would give to an answer.

The tests and their modifiers are those of developer.mozilla.org/en-US/observatory/docs/
tests_and_scoring, as its grader has them (mdn/mdn-http-observatory, src/grader). An
answer starts with 100; penalties come off, and who is left with 90 gets the bonuses.
"""

import re
from collections.abc import Callable
from http import HTTPStatus
from http.cookies import Morsel
from typing import Any

BASE, ENOUGH_FOR_BONUSES = 100, 90
SIX_MONTHS = 15_768_000  # seconds

# What each test may find, and the modifier for it.
MODIFIERS: dict[str, dict[str, int]] = {
    "content-security-policy": {
        "default-src none, nothing unsafe": 10,
        "nothing unsafe": 5,
        "unsafe in style-src only": 0,
        "images over http": -10,
        "unsafe-eval": -10,
        "unsafe-inline or broad sources": -20,
        "scripts over http": -20,
        "not implemented": -25,
    },
    "cookies": {
        "secure, httponly and samesite": 5,
        "secure and httponly": 0,
        "not found": 0,
        "not secure, but hsts": -5,
        "session not secure, but hsts": -10,
        "not secure": -20,
        "samesite invalid": -20,
        "csrf token without samesite": -20,
        "session without httponly": -30,
        "session not secure": -40,
    },
    "cross-origin-resource-sharing": {
        "not implemented": 0,
        "public": 0,
        "universal with credentials": -50,
    },
    "redirection": {"to https": 0, "no http": 0, "off host": -5, "not to https": -20},
    "referrer-policy": {"private": 5, "not implemented": 0, "unsafe": -5},
    # "preloaded" (5) is a matter of the browsers' list, not of an answer.
    "strict-transport-security": {
        "six months or more": 0,
        "less than six months": -10,
        "not implemented": -20,
    },
    "subresource-integrity": {
        "implemented": 5,
        "no scripts": 0,
        "scripts of this site": 0,
        "scripts of others over https": -5,
        "scripts of others over http": -50,
    },
    "x-content-type-options": {"nosniff": 0, "not implemented": -5},
    "x-frame-options": {"by csp": 5, "deny or sameorigin": 0, "not implemented": -20},
    "cross-origin-resource-policy": {
        "same origin or site": 10,
        "not implemented": 0,
        "cross-origin": 0,
        "invalid": -5,
    },
}
PRIVATE = {
    "no-referrer",
    "same-origin",
    "strict-origin",
    "strict-origin-when-cross-origin",
}


def score(answer: Any, plain: Any) -> int:
    """The score of `answer`; `plain` is what http:// answers at the same address."""
    found = {name: test(answer) for name, test in TESTS.items()}
    found["redirection"] = _redirection(plain)
    modifiers = [MODIFIERS[name][result] for name, result in found.items()]
    left = BASE + sum(each for each in modifiers if each < 0)
    bonuses = sum(each for each in modifiers if each > 0)
    return left + bonuses if left >= ENOUGH_FOR_BONUSES else max(left, 0)


def _policy(answer: Any) -> dict[str, set[str]]:
    """The directives of the answer's content security policy."""
    header = answer.headers.get("Content-Security-Policy", "")
    parts = [part.split() for part in header.lower().split(";") if part.strip()]
    return {name: set(sources) for name, *sources in reversed(parts)}


def _csp(answer: Any) -> str:
    policy = _policy(answer)
    if not policy:
        return "not implemented"
    default = policy.get("default-src", {"*"})
    active = policy.get("script-src", default) | policy.get("object-src", default)
    unsafe = {"'unsafe-inline'", "data:", "https:", "*"}
    if active & unsafe:
        return "unsafe-inline or broad sources"
    if any(each.startswith("http:") for each in active):
        return "scripts over http"
    if "'unsafe-eval'" in active:
        return "unsafe-eval"
    if any(each.startswith("http:") for each in policy.get("img-src", default)):
        return "images over http"
    if policy.get("style-src", default) & unsafe:
        return "unsafe in style-src only"
    strict = default == {"'none'"} and policy.get("form-action", {"*"}) <= {
        "'none'",
        "'self'",
    }
    return "default-src none, nothing unsafe" if strict else "nothing unsafe"


def _cookies(answer: Any) -> str:
    has_hsts = _hsts(answer) == "six months or more"
    found = [_cookie(each, has_hsts) for each in answer.cookies.values()]
    modifiers = MODIFIERS["cookies"]
    return min(found, key=modifiers.__getitem__, default="not found")


def _cookie(cookie: "Morsel[str]", has_hsts: bool) -> str:
    is_session = "sess" in cookie.key
    if not cookie["secure"]:
        words = "session not secure" if is_session else "not secure"
        return f"{words}, but hsts" if has_hsts else words
    if is_session and not cookie["httponly"]:
        return "session without httponly"
    if cookie["samesite"].lower() in ("lax", "strict"):
        return "secure, httponly and samesite"
    if "csrf" in cookie.key:
        return "csrf token without samesite"
    return "samesite invalid" if cookie["samesite"] else "secure and httponly"


def _cors(answer: Any) -> str:
    if "Access-Control-Allow-Origin" not in answer.headers:
        return "not implemented"
    with_credentials = "Access-Control-Allow-Credentials" in answer.headers
    return "universal with credentials" if with_credentials else "public"


def _redirection(plain: Any) -> str:
    if plain.status_code == HTTPStatus.BAD_REQUEST:  # the JSON endpoints refuse it
        return "no http"
    to = plain.headers.get("Location", "")
    if not to.startswith("https://"):
        return "not to https"
    return "to https" if to.startswith("https://testserver/") else "off host"


def _referrer(answer: Any) -> str:
    header = answer.headers.get("Referrer-Policy")
    if header is None:
        return "not implemented"
    return "private" if header.lower() in PRIVATE else "unsafe"


def _hsts(answer: Any) -> str:
    header = answer.headers.get("Strict-Transport-Security", "")
    age = re.search(r"max-age=(\d+)", header)
    if not age:
        return "not implemented"
    return "six months or more" if int(age[1]) >= SIX_MONTHS else "less than six months"


def _sri(answer: Any) -> str:
    is_html = answer.headers.get("Content-Type", "").startswith("text/html")
    text = answer.content.decode() if is_html else ""
    scripts = re.findall(r"<script[^>]*\ssrc=[^>]*>", text)
    theirs = [each for each in scripts if re.search(r'src="(https?:)?//', each)]
    if any('src="https://' not in each for each in theirs):
        return "scripts of others over http"
    if scripts and all(" integrity=" in each for each in scripts):
        return "implemented"
    if theirs:
        return "scripts of others over https"
    return "scripts of this site" if scripts else "no scripts"


def _nosniff(answer: Any) -> str:
    header = answer.headers.get("X-Content-Type-Options", "")
    return "nosniff" if header == "nosniff" else "not implemented"


def _frames(answer: Any) -> str:
    if _policy(answer).get("frame-ancestors", {"*"}) <= {"'none'", "'self'"}:
        return "by csp"
    header = answer.headers.get("X-Frame-Options", "").upper()
    known = header in ("DENY", "SAMEORIGIN")
    return "deny or sameorigin" if known else "not implemented"


def _corp(answer: Any) -> str:
    header = answer.headers.get("Cross-Origin-Resource-Policy", "not implemented")
    if header in ("same-origin", "same-site"):
        return "same origin or site"
    return header if header in MODIFIERS["cross-origin-resource-policy"] else "invalid"


TESTS: dict[str, Callable[[Any], str]] = {
    "content-security-policy": _csp,
    "cookies": _cookies,
    "cross-origin-resource-sharing": _cors,
    "referrer-policy": _referrer,
    "strict-transport-security": _hsts,
    "subresource-integrity": _sri,
    "x-content-type-options": _nosniff,
    "x-frame-options": _frames,
    "cross-origin-resource-policy": _corp,
}
