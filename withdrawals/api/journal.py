"""One log line for each call: [WITHDRAW], [HISTORY], [DETAILS] or [CANCEL].

Never a key, never a whole UPI ID. Values are quoted, so that none can forge a line.
"""

import logging
from collections.abc import Mapping

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
    facts: dict[str, object] = {"by": actor.name if actor else "nobody"}
    if caller := getattr(request, "caller", None):
        facts = {"by": caller.key.app.name, "key": caller.key}
    facts |= getattr(request, "facts", {})
    told = words(facts)
    level = logging.ERROR if error else logging.INFO
    logger.log(level, "[%s] %s %s", tag, outcome, told, exc_info=error)


def words(facts: Mapping[str, object]) -> str:
    """Each fact by its name, quoted."""
    return " ".join(f"{name}={str(value)!r:.200}" for name, value in facts.items())
