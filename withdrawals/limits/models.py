"""How much has been taken lately, by whom."""

from django.db import models


class Bucket(models.Model):
    """A bucket of tokens: a full one, and one that nobody has taken from, has no row.

    On PostgreSQL the table is not logged: nothing waits for a disk, and after a crash
    every bucket is full.
    """

    key = models.CharField(
        max_length=64, primary_key=True, help_text="SHA-256 of the limit and whose."
    )
    size = models.BigIntegerField(help_text="Microseconds from empty to full.")
    full_at = models.BigIntegerField(help_text="Microseconds since 1970.")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.key
