"""Withdrawal requests. The legal moves are in states.py."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Trim, Upper

from wallet import clock
from wallet.models import new_id
from withdrawals.amounts import COINS_PER_RUPEE, MAX_COINS, MIN_COINS
from withdrawals.states import OPEN, Right, Status

SLA = timedelta(hours=24)  # from request to paid


class CoinWithdrawalQuerySet(models.QuerySet["CoinWithdrawal"]):
    def of_user(self, user_id: str) -> Self:
        return self.filter(user_id=user_id)

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

    def over_sla(self) -> Self:
        return self.filter(status__in=OPEN, created_at__lt=clock.now() - SLA)

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


class CoinWithdrawal(models.Model):
    """A request to turn coins into rupees. Only withdrawals.transitions moves it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=16, unique=True, editable=False)
    user_id = models.CharField(max_length=500)
    coins_amount = models.IntegerField("coins")
    rupees_amount = models.DecimalField("rupees", max_digits=10, decimal_places=2)
    upi_id = models.CharField("UPI ID", max_length=255)
    status = models.CharField(
        max_length=20, choices=Status, default=Status.PENDING, editable=False
    )
    admin_notes = models.TextField("message to the user")
    failure_reason = models.TextField(null=True, blank=True)  # noqa: DJ001 (contract)
    utr = models.CharField(  # noqa: DJ001 (unique, so absent is NULL)
        "transaction ID (UTR)", max_length=35, unique=True, null=True, blank=True
    )
    started_by = models.CharField("reviewer", max_length=150, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("requested", default=clock.now)
    completed_at = models.DateTimeField("paid", null=True, blank=True)

    objects = CoinWithdrawalQuerySet.as_manager()

    class Meta:
        verbose_name = "coin withdrawal"
        permissions = [
            (f"{right}_coinwithdrawal", f"Can {right.label}")
            for right in Right
            if right != Right.REQUEST
        ]
        constraints = [
            models.CheckConstraint(
                name="coins_amount_in_range",
                condition=Q(coins_amount__gte=MIN_COINS, coins_amount__lte=MAX_COINS),
            ),
            models.CheckConstraint(
                name="rupees_match_coins",
                condition=Q(coins_amount=F("rupees_amount") * COINS_PER_RUPEE),
            ),
            models.CheckConstraint(
                name="withdrawal_status_known", condition=Q(status__in=Status.values)
            ),
            models.CheckConstraint(
                name="completed_has_utr_and_time",
                condition=~Q(status=Status.COMPLETED)
                | Q(utr__isnull=False, completed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="utr_is_clean",
                condition=Q(utr__isnull=True)
                | (Q(utr=Upper(Trim("utr"))) & ~Q(utr="")),
            ),
            models.CheckConstraint(
                name="failed_has_reason",
                condition=~Q(status=Status.FAILED) | Q(failure_reason__isnull=False),
            ),
            models.CheckConstraint(
                name="processing_has_reviewer",
                condition=~Q(status=Status.PROCESSING) | ~Q(started_by=""),
            ),
        ]
        indexes = [
            models.Index(name="by_status", fields=["status", "created_at", "id"]),
            models.Index(
                name="by_status_amount", fields=["status", "coins_amount", "id"]
            ),
            models.Index(name="by_time", fields=["created_at", "id"]),
            models.Index(name="by_amount", fields=["coins_amount", "id"]),
            models.Index(name="by_user", fields=["user_id", "created_at", "id"]),
            models.Index(name="by_upi_id", fields=["upi_id", "created_at", "id"]),
            # For a search by the first letters: PostgreSQL's LIKE reads no other kind.
            models.Index(
                name="by_user_start",
                fields=["user_id"],
                opclasses=["varchar_pattern_ops"],
            ),
            models.Index(
                name="by_upi_id_start",
                fields=["upi_id"],
                opclasses=["varchar_pattern_ops"],
            ),
            models.Index(
                name="by_reviewer",
                fields=["started_by", "created_at", "id"],
                condition=Q(status=Status.PROCESSING),
            ),
            models.Index(
                name="by_reviewer_ever",
                fields=["started_by", "created_at", "id"],
                condition=~Q(started_by=""),
            ),
            # Holds all that the dashboard adds up over days of payments.
            models.Index(
                name="paid_by_time",
                fields=["completed_at", "created_at", "coins_amount"],
                condition=Q(status=Status.COMPLETED),
            ),
            # To decide by: the payments of a user and to a UPI ID, and who shares one.
            models.Index(
                name="paid_of_user",
                fields=["user_id", "completed_at", "coins_amount"],
                condition=Q(status=Status.COMPLETED),
            ),
            models.Index(
                name="paid_to_upi_id",
                fields=["upi_id", "user_id", "completed_at"],
                condition=Q(status=Status.COMPLETED),
            ),
            models.Index(name="users_of_upi_id", fields=["upi_id", "user_id"]),
            models.Index(
                name="upi_ids_of_user", fields=["user_id", "upi_id", "created_at"]
            ),
            models.Index(
                name="failed_by_reason",
                fields=["failure_reason", "created_at", "id"],
                condition=Q(status=Status.FAILED),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_late(self) -> bool:
        return self.is_open and clock.now() - self.created_at > SLA
