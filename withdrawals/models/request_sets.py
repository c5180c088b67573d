"""Sets of requests, named once for the queue, the dashboard and the exports."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from wallet import clock
from withdrawals.states import OPEN, Status

if TYPE_CHECKING:
    from withdrawals.models.requests import CoinWithdrawal  # noqa: F401

SLA = timedelta(hours=24)  # from request to paid


def is_older_than(moment: datetime, id: UUID) -> Q:
    """Whether a row made at `created_at` comes behind that place, newest first.

    The first condition lets a database enter an index there.
    """
    earlier = Q(created_at__lt=moment) | Q(created_at=moment, id__lt=id)
    return Q(created_at__lte=moment) & earlier


def is_named(text: str) -> Q:
    """Whether the text is a whole reference or transaction ID, however spaced."""
    code = text.replace("-", "").replace(" ", "").upper()
    return Q(reference=code) | Q(utr=code)


class CoinWithdrawalQuerySet(models.QuerySet["CoinWithdrawal"]):
    def of_user(self, user_id: str) -> Self:
        return self.filter(user_id=user_id)

    def live(self) -> Self:
        """Those for which money is due: every list of work is of these."""
        return self.filter(is_test=False)

    def of_kind(self, is_test: bool | None) -> Self:
        """Live requests, or test ones; None: both."""
        return self if is_test is None else self.filter(is_test=is_test)

    def to_review(self) -> Self:
        return self.filter(status=Status.PENDING)

    def to_pay(self) -> Self:
        return self.filter(status=Status.PROCESSING)

    def started_by(self, name: str) -> Self:
        """What this reviewer has approved and nobody has paid yet."""
        return self.filter(status=Status.PROCESSING, started_by=name)

    def mine(self, name: str, also: Collection[UUID]) -> Self:
        """What `name` has started, and the requests `also`, by their ids."""
        if not also:
            return self.started_by(name)
        started = Q(status=Status.PROCESSING, started_by=name)
        return self.filter(started | Q(pk__in=also))

    def over_sla(self, before: datetime | None = None) -> Self:
        """Open, and requested before the moment that is an SLA ago."""
        before = before or clock.now() - SLA
        return self.filter(status__in=OPEN, created_at__lt=before)

    def requested_between(self, start: datetime, end: datetime) -> Self:
        """From `start` on and before `end`, as the two below."""
        return self.filter(created_at__gte=start, created_at__lt=end)

    def paid_between(self, start: datetime, end: datetime) -> Self:
        """Paid, and not returned by the bank since."""
        return self.filter(
            status=Status.COMPLETED, completed_at__gte=start, completed_at__lt=end
        )

    def failed_between(self, start: datetime, end: datetime) -> Self:
        """Failed at a moment that only the history has; nothing fails twice."""
        return self.filter(
            status=Status.FAILED,
            status_changes__to_status=Status.FAILED,
            status_changes__created_at__gte=start,
            status_changes__created_at__lt=end,
        )

    def paid_by(self, name: str) -> Self:
        """Paid by this person, as the history says; nothing is paid twice."""
        return self.filter(
            status=Status.COMPLETED,
            status_changes__to_status=Status.COMPLETED,
            status_changes__actor=name,
        )

    def paid_to(self, upi_id: str) -> Self:
        return self.filter(status=Status.COMPLETED, upi_id=upi_id)

    def failed_for(self, reason: str) -> Self:
        return self.filter(status=Status.FAILED, failure_reason=reason)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-id")

    def older_than(self, moment: datetime, id: UUID) -> Self:
        """What comes behind that place, newest first."""
        return self.filter(is_older_than(moment, id))
