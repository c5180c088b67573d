"""One log line for each call: [WITHDRAW], [HISTORY], [DETAILS] or [CANCEL].

Never a key, never a whole UPI ID. Values are quoted, so that none can forge a line.
"""

import logging

from django.http import HttpRequest

from withdrawals.api.access import ApiRequest

logger = logging.getLogger("withdrawals.api")


def about(request: ApiRequest, **facts: object) -> None:
    """What the line will tell of the call, however the call ends."""
    request.facts = getattr(request, "facts", {}) | facts


def write(
    request: HttpRequest, outcome: str, *, error: Exception | None = None
) -> None:
    """Write the line; with the traceback of `error` when the fault is ours."""
    match = request.resolver_match
    tag = match.url_name.upper() if match and match.url_name else "API"
    actor = getattr(request, "auth", None)
    facts = {"by": actor.name if actor else "nobody"} | getattr(request, "facts", {})
    told = " ".join(f"{name}={str(value)!r:.200}" for name, value in facts.items())
    level = logging.ERROR if error else logging.INFO
    logger.log(level, "[%s] %s %s", tag, outcome, told, exc_info=error)
