"""Withdrawal requests. The legal moves are in states.py."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Substr, Trim, Upper
from django.db.models.lookups import Exact

from wallet import clock
from wallet.models import new_id
from withdrawals.amounts import COINS_PER_RUPEE, MAX_COINS, MIN_COINS
from withdrawals.exceptions import MisplacedUTR
from withdrawals.models.request_sets import SLA, CoinWithdrawalQuerySet
from withdrawals.states import OPEN, Right, Status

_LIVE = Q(is_test=False)  # of what all lists of work are made
_TEST = MisplacedUTR.BEGINS


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
    is_test = models.BooleanField(
        "test",
        default=False,
        db_default=False,
        editable=False,
        help_text="Of a test account: no money is due.",
    )
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
                name="utr_of_its_kind",
                condition=Q(utr__isnull=True)
                | Q(is_test=Exact(Substr("utr", 1, len(_TEST)), _TEST)),
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
            models.Index(
                name="by_status",
                fields=["status", "created_at", "id"],
                condition=_LIVE,
            ),
            models.Index(
                name="by_status_amount",
                fields=["status", "coins_amount", "id"],
                condition=_LIVE,
            ),
            models.Index(name="by_time", fields=["created_at", "id"], condition=_LIVE),
            models.Index(
                name="test_by_time",
                fields=["created_at", "id"],
                condition=Q(is_test=True),
            ),
            models.Index(
                name="by_amount", fields=["coins_amount", "id"], condition=_LIVE
            ),
            models.Index(name="by_user", fields=["user_id", "created_at", "id"]),
            models.Index(
                name="by_upi_id",
                fields=["upi_id", "created_at", "id"],
                condition=_LIVE,
            ),
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
                condition=Q(status=Status.PROCESSING) & _LIVE,
            ),
            models.Index(
                name="by_reviewer_ever",
                fields=["started_by", "created_at", "id"],
                condition=~Q(started_by="") & _LIVE,
            ),
            # Holds all that the dashboard adds up over days of payments.
            models.Index(
                name="paid_by_time",
                fields=["completed_at", "created_at", "coins_amount"],
                condition=Q(status=Status.COMPLETED) & _LIVE,
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
                condition=Q(status=Status.COMPLETED) & _LIVE,
            ),
            models.Index(
                name="users_of_upi_id", fields=["upi_id", "user_id"], condition=_LIVE
            ),
            models.Index(
                name="upi_ids_of_user", fields=["user_id", "upi_id", "created_at"]
            ),
            models.Index(
                name="failed_by_reason",
                fields=["failure_reason", "created_at", "id"],
                condition=Q(status=Status.FAILED) & _LIVE,
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
