"""Where the queue shows what a figure counts."""

from datetime import date, datetime

from withdrawals.portal.address import queue_at


def list_at(tab: str, **filters: str) -> str:
    """The address of the tab with these filters."""
    return queue_at(("tab", [tab]), *((name, [each]) for name, each in filters.items()))


def requested(**period: str) -> str:
    return list_at("all", **period)


def paid(payer: str = "", **period: str) -> str:
    return list_at("completed", dated="paid", payer=payer, **period)


def failed(reason: str = "", **period: str) -> str:
    return list_at("failed", dated="failed", reason=reason, **period)


def days(since: date, until: date) -> dict[str, str]:
    """Whole days, both included, as the filters of the address."""
    return {"since": since.isoformat(), "until": until.isoformat()}


def hour(start: datetime) -> dict[str, str]:
    return {"hour": f"{start:%Y-%m-%dT%H}"}
