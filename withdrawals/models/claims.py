"""Who has taken a request to work on it."""

from datetime import timedelta
from math import ceil

from django.db import models

from wallet import clock
from withdrawals.models.requests import CoinWithdrawal


class Claim(models.Model):
    """One row for each request that is taken. Only withdrawals.claims writes it.

    It ends by itself: past `until` the row means nothing.
    """

    withdrawal = models.OneToOneField(
        CoinWithdrawal, on_delete=models.PROTECT, primary_key=True, related_name="claim"
    )
    holder = models.CharField(max_length=150)
    taken_at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["holder", "until"], name="claim_holder_until")]
        constraints = [
            models.CheckConstraint(
                name="claim_has_holder", condition=~models.Q(holder="")
            ),
            models.CheckConstraint(
                name="claim_ends_after_it_begins",
                condition=models.Q(until__gt=models.F("taken_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder} until {self.until:%H:%M} UTC"

    @property
    def minutes_left(self) -> int:
        """Rounded up: the last minute is one, too."""
        return max(0, ceil((self.until - clock.now()) / timedelta(minutes=1)))
