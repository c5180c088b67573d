"""What happened to a request, and who did it."""

from django.db import models
from django.db.models import Q

from wallet import clock
from wallet.models import new_id
from withdrawals.models.requests import CoinWithdrawal
from withdrawals.states import ActorKind, Status


class HistoryRow(models.Model):
    """Something that an actor did. Never changed, never deleted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    actor_kind = models.CharField(max_length=10, choices=ActorKind)
    actor = models.CharField(max_length=500)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_actor_known",
                condition=Q(actor_kind__in=ActorKind.values),
            )
        ]


class StatusChange(HistoryRow):
    withdrawal = models.ForeignKey(
        CoinWithdrawal,
        on_delete=models.PROTECT,
        related_name="status_changes",
        db_index=False,  # status_history begins with it
    )
    from_status = models.CharField(max_length=20, choices=Status, blank=True)
    to_status = models.CharField(max_length=20, choices=Status)
    note = models.TextField(blank=True, help_text="Internal: staff only.")

    class Meta(HistoryRow.Meta):
        indexes = [
            models.Index(name="status_history", fields=["withdrawal", "created_at"]),
            models.Index(
                name="moves_of_staff",
                fields=["actor", "created_at", "id"],
                condition=Q(actor_kind=ActorKind.STAFF),
            ),
            models.Index(
                name="moves_by_time",
                fields=["created_at", "id"],
                condition=Q(actor_kind=ActorKind.STAFF),
            ),
            models.Index(
                name="failures_by_time",
                fields=["created_at", "withdrawal"],
                condition=Q(to_status=Status.FAILED),
            ),
            models.Index(
                name="payments_by_actor",
                fields=["actor", "withdrawal"],
                condition=Q(to_status=Status.COMPLETED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_status or '-'} -> {self.to_status}"

    @property
    def named(self) -> str:
        """The change as a person can look it up, even if its request is gone."""
        request = CoinWithdrawal.objects.filter(pk=self.withdrawal_id).first()
        move = f"{self.from_status or 'nothing'} to {self.to_status}"
        return f"{request or self.withdrawal_id}: the change from {move}"


class Note(HistoryRow):
    class Kind(models.TextChoices):
        INTERNAL = "internal", "Internal note"
        MESSAGE = "message", "Message to the user"
        TAKEOVER = "takeover", "Taken over"

    withdrawal = models.ForeignKey(
        CoinWithdrawal,
        on_delete=models.PROTECT,
        related_name="notes",
        db_index=False,  # notes_of begins with it
    )
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.INTERNAL)
    text = models.TextField()

    class Meta(HistoryRow.Meta):
        indexes = [models.Index(name="notes_of", fields=["withdrawal", "created_at"])]
        constraints = [
            *HistoryRow.Meta.constraints,
            models.CheckConstraint(
                name="note_kind_known",
                condition=Q(kind__in=["internal", "message", "takeover"]),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()  # the text may hold a UPI ID

    @property
    def named(self) -> str:
        """The note as a person can look it up, without its text."""
        request = CoinWithdrawal.objects.filter(pk=self.withdrawal_id).first()
        return f"{request or self.withdrawal_id}: note {self.pk} by {self.actor}"
