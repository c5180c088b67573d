"""Looks at the whole ledger: what they found, and who waits for one."""

from django.db import models
from django.db.models import Q

from wallet import clock
from wallet.models.coins import new_id


class LedgerVerification(models.Model):
    """What a look at the whole ledger found. Never changed."""

    SHOWN = 50  # differences that are kept in words

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    by = models.CharField(max_length=150, help_text="Whoever asked for it.")
    counts = models.JSONField(help_text="Rows, by what they are called.")
    coins = models.JSONField(help_text="Coins, by where they are.")
    heads = models.JSONField(help_text="The last seal of each stream.")
    difference_count = models.IntegerField()
    differences = models.JSONField(help_text="The first ones, in words.")
    full_check = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
        help_text="The check that proved the older seals; none: this one did.",
    )

    class Meta:
        permissions = [("verify_ledger", "Can check the whole ledger")]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M} {self.difference_count}"

    @property
    def seconds(self) -> str:
        """How long it took."""
        return f"{(self.finished_at - self.started_at).total_seconds():.1f}"

    @property
    def proved_before(self) -> int:
        """Sealed rows whose hashes the full check proved, and this one did not."""
        return self.full_check.sealed if self.full_check else 0

    @property
    def proved(self) -> int:
        """Sealed rows whose hashes this check proved."""
        return self.sealed - self.proved_before

    @property
    def sealed(self) -> int:
        return sum(head["rows"] for head in self.heads)


class CheckState(models.TextChoices):
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


class LedgerCheck(models.Model):
    """A look at the whole ledger that somebody asked for. One runs at a time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    by = models.CharField(max_length=150, help_text="Whoever asked for it.")
    asked_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(
        default=clock.now, help_text="Its process's latest sign of life."
    )
    doing = models.CharField(
        max_length=200, blank=True, help_text="What its process is doing, in words."
    )
    state = models.CharField(
        max_length=10, choices=CheckState, default=CheckState.RUNNING
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="one_ledger_check_at_a_time",
                fields=["state"],
                condition=Q(state=CheckState.RUNNING),
            ),
            models.CheckConstraint(
                name="ledger_check_state_known",
                condition=Q(state__in=CheckState.values),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M} {self.state}"

    @property
    def is_running(self) -> bool:
        return self.state == CheckState.RUNNING

    @property
    def has_failed(self) -> bool:
        return self.state == CheckState.FAILED
