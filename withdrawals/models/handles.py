"""The handles that finance knows."""

from django.db import models


class UPIHandle(models.Model):
    """A handle (what follows the @) that a UPI ID may have. Finance extends it."""

    handle = models.CharField(max_length=64, primary_key=True)
    provider = models.CharField("bank", max_length=100, blank=True)
    app = models.CharField(max_length=100, blank=True)
    active = models.BooleanField(
        default=False, help_text="Only UPI IDs with an active handle are accepted."
    )
    source = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = "UPI handle"
        ordering = ["handle"]

    def __str__(self) -> str:
        return self.handle
