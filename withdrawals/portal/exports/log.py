"""What the audit log keeps of an export: that it began, and how it ended.

Two entries, since a server that stops in the middle can write no second one.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import DatabaseError, connection
from django.db.models import QuerySet

from withdrawals import audit
from withdrawals.actors import Actor
from withdrawals.models import AuditAct, AuditEntry
from withdrawals.portal.exports.export import Export
from withdrawals.portal.exports.source import Source

logger = logging.getLogger(__name__)

BEGUN, COMPLETE, BROKEN = "begun", "complete", "broken off"
_LONGEST = timedelta(days=1)  # an export ends within it


@dataclass(frozen=True)
class Kept:
    """An export of the log; without an end it runs, or its server stopped."""

    begun: AuditEntry
    end: AuditEntry | None


def kept(export: Export, source: Source, ip: str) -> Iterator[bytes]:
    """The export's blocks; the log knows of it before the first one."""
    actor = Actor.staff(export.person)
    begun = audit.record(
        AuditAct.EXPORTED,
        actor=actor,
        target=export.name,
        ip=ip,
        state=BEGUN,
        view=export.words,
        columns=", ".join(column.heading for column in export.columns),
        times=export.zone,
        upi_ids=export.upi_ids,
    )
    return _to_the_end(export.blocks(source), source, begun, actor)


def _to_the_end(
    blocks: Iterator[bytes], source: Source, begun: AuditEntry, actor: Actor
) -> Iterator[bytes]:
    state = BROKEN
    try:
        yield from blocks
        state = COMPLETE
    finally:  # also when nobody reads on
        if state == BROKEN and not connection.is_usable():
            connection.close()  # for another one
        facts = {"state": state, "rows": source.written, "of": str(begun.id)}
        logger.info("Export %s by %s: %s", begun.target, actor.name, facts)
        try:
            audit.record(
                AuditAct.EXPORTED,
                actor=actor,
                target=begun.target,
                ip=begun.ip,
                **facts,
            )
        except DatabaseError as error:
            logger.error("The end of %s is not in the log: %s", begun.target, error)


def seen_by(user: User) -> QuerySet[AuditEntry]:
    """The beginnings of one's own exports; for who may see the audit log, of all."""
    entries = AuditEntry.objects.filter(act=AuditAct.EXPORTED, details__state=BEGUN)
    return entries if user.has_perm(audit.SEE) else entries.filter(actor=user.username)


def with_ends(begun: list[AuditEntry]) -> list[Kept]:
    """Each with its end, if it has one."""
    if not begun:
        return []
    times = [entry.created_at for entry in begun]
    entries = AuditEntry.objects.filter(
        act=AuditAct.EXPORTED,
        created_at__gte=min(times),
        created_at__lt=max(times) + _LONGEST,
        details__of__in=[str(entry.id) for entry in begun],
    )
    ends = {entry.details["of"]: entry for entry in entries}
    return [Kept(entry, ends.get(str(entry.id))) for entry in begun]
