"""Answers that were given."""

from django.db import models

from wallet import clock
from wallet.models import new_id


class IdempotencyKey(models.Model):
    """An answer that was given, to be given again for the same key and body."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.CharField(max_length=600, help_text="Who sent the key, and where.")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of the body.")
    answer = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_answer_per_key", fields=["scope", "key"])
        ]
        indexes = [models.Index(name="keys_by_age", fields=["created_at"])]

    def __str__(self) -> str:
        return self.key
