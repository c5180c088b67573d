"""Colleagues whom a note asks to look."""

from django.db import models
from django.db.models import Q

from wallet import clock
from wallet.models import new_id
from withdrawals.models.history import Note
from withdrawals.models.requests import CoinWithdrawal


class Mention(models.Model):
    """One for each login that a note names. Only withdrawals.mentions writes it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="mentions")
    withdrawal = models.ForeignKey(
        CoinWithdrawal, on_delete=models.PROTECT, related_name="mentions"
    )
    name = models.CharField("login", max_length=150)
    created_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="mentioned_once", fields=["note", "name"]),
        ]
        indexes = [
            models.Index(
                name="mentions_to_see",
                fields=["name", "created_at"],
                condition=Q(seen_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"@{self.name}"
