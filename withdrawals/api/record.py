"""The record of what keys did with the scopes that move money."""

from django.http import HttpRequest

from withdrawals.api import journal
from withdrawals.api.access import ApiRequest, Caller
from withdrawals.integrations import uses
from withdrawals.integrations.models import KeyUse


def use_of(request: ApiRequest, facts: dict[str, str]) -> list[KeyUse]:
    """The row to write with what the act made or changed, which `facts` name."""
    if not (caller := request.caller):
        return []
    about = _about(request, facts)
    use = uses.done(caller.key, caller.scope, about=about, ip=caller.ip)
    return [use] if use else []


def done(request: ApiRequest, facts: dict[str, str]) -> None:
    """Within the transaction of the act."""
    for use in use_of(request, facts):
        use.save(force_insert=True)


def replayed(request: ApiRequest, facts: dict[str, str]) -> None:
    """After an answer that was given before: nothing was done."""
    ended(request, KeyUse.REPLAYED, facts)


def ended(
    request: HttpRequest, outcome: str, facts: dict[str, str] | None = None
) -> None:
    """After a call that moved nothing, as `outcome` says."""
    caller: Caller | None = getattr(request, "caller", None)
    if caller:
        about = _about(request, facts or {})
        uses.ended(caller.key, caller.scope, outcome, about=about, ip=caller.ip)


def _about(request: HttpRequest, facts: dict[str, str]) -> str:
    """What the log line tells, too; what was made comes first, should it be cut."""
    return journal.words(facts | getattr(request, "facts", {}))
