"""What a person did to many requests in one go, line by line."""

from django.db import models
from django.db.models import Q

from wallet import clock
from wallet.models import new_id
from withdrawals.models import CoinWithdrawal


class BulkRun(models.Model):
    """One confirmed act on many requests. Only portal.bulk.run writes it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    act = models.CharField(max_length=20)
    actor = models.CharField(max_length=150)
    reason = models.TextField(blank=True)
    view = models.TextField(blank=True, help_text="The queue's address, to go back to.")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["-created_at"], name="bulk_runs_of_a_day")]

    def __str__(self) -> str:
        return f"{self.act} by {self.actor}"


class Outcome(models.TextChoices):
    WAITING = "waiting", "Not done yet"
    DONE = "done", "Done"
    REFUSED = "refused", "Not changed"


class BulkLine(models.Model):
    """One request of a run. It leaves `waiting` once, together with its act."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    run = models.ForeignKey(BulkRun, on_delete=models.PROTECT, related_name="lines")
    place = models.PositiveSmallIntegerField()
    withdrawal = models.ForeignKey(
        CoinWithdrawal,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="None for a pasted line that names no request.",
    )
    version = models.PositiveIntegerField(help_text="That the person saw.", default=0)
    utr = models.CharField("transaction ID (UTR)", max_length=35, blank=True)
    pasted = models.TextField(blank=True, help_text="The line as it was pasted.")
    outcome = models.CharField(
        max_length=10, choices=Outcome, default=Outcome.WAITING, editable=False
    )
    words = models.TextField(blank=True, help_text="Why it was not changed.")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_line_per_place", fields=["run", "place"]),
            models.CheckConstraint(
                name="bulk_outcome_known", condition=Q(outcome__in=Outcome.values)
            ),
            models.CheckConstraint(
                name="bulk_act_has_request",
                condition=Q(outcome=Outcome.REFUSED) | Q(withdrawal__isnull=False),
            ),
            models.CheckConstraint(
                name="bulk_refusal_has_words",
                condition=~Q(outcome=Outcome.REFUSED) | ~Q(words=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.outcome}"
