"""The keys of apps. Only the SHA-256 of a key is kept."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from wallet import clock
from wallet.models import new_id
from withdrawals.integrations.key_text import mode_of
from withdrawals.integrations.models.apps import App

SLOTS = (1, 2)  # so that a key can be replaced without a gap


class KeyState(models.TextChoices):
    WORKING = "working", "Works"
    EXPIRED = "expired", "Expired"
    REVOKED = "revoked", "Revoked"


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-id")


class ApiKey(models.Model):
    """A key that works holds one of its app's slots of its mode."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    app = models.ForeignKey(App, on_delete=models.PROTECT, related_name="keys")
    public_id = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the whole key.")
    is_test = models.BooleanField()
    scopes = models.JSONField()
    networks = models.JSONField(default=list, help_text="None: from anywhere.")
    slot = models.SmallIntegerField(null=True)
    created_by = models.CharField(max_length=150)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=150, blank=True)
    revoked_at = models.DateTimeField(null=True)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="one_key_per_slot", fields=["app", "is_test", "slot"]
            ),
            models.CheckConstraint(
                name="key_slot_known",
                condition=Q(slot__isnull=True) | Q(slot__in=SLOTS),
            ),
            models.CheckConstraint(
                name="working_key_has_slot",
                condition=Q(slot__isnull=False)
                | Q(expires_at__isnull=False)
                | Q(revoked_at__isnull=False),
            ),
            models.CheckConstraint(
                name="revoked_key_has_no_slot",
                condition=Q(revoked_at__isnull=True) | Q(slot__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        """As people may see it; never enough to call with."""
        return f"cw_{self.mode}_{self.public_id[:4]}…"

    @property
    def mode(self) -> str:
        return mode_of(self.is_test)

    @property
    def state(self) -> KeyState:
        if self.revoked_at:
            return KeyState.REVOKED
        return KeyState.EXPIRED if self._is_over(clock.now()) else KeyState.WORKING

    @property
    def works(self) -> bool:
        return self.state == KeyState.WORKING

    def _is_over(self, moment: datetime) -> bool:
        return self.expires_at is not None and self.expires_at <= moment
