"""Where an app's server hears of its requests, and what was sent there."""

from datetime import datetime
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q

from wallet import clock
from wallet.models import new_id
from withdrawals.integrations.models import App

TEST = "webhook.test"  # an event of no request


class Cause(models.TextChoices):
    """Why an endpoint is disabled."""

    BY_HAND = "by_hand", "Disabled by hand"
    GONE = "gone", "It answered 410: it wants no more events"
    FAILING = "failing", "It failed for five days"


class Endpoint(models.Model):
    """An address that hears of the events that it chose, while it is enabled."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    app = models.ForeignKey(App, on_delete=models.PROTECT, related_name="endpoints")
    is_test = models.BooleanField(help_text="It hears of test requests, or of others.")
    url = models.CharField(max_length=500)
    events = models.JSONField()
    secret = models.TextField(help_text="Sealed.")
    old_secret = models.TextField(blank=True, help_text="Sealed; signs beside it.")
    old_secret_until = models.DateTimeField(null=True)
    cause = models.CharField(max_length=10, choices=Cause, blank=True)
    disabled_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    tried_until = models.DateTimeField(
        null=True, help_text="While it fails, one call at a time: this one ends then."
    )
    created_by = models.CharField(max_length=150)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="disabled_endpoint_has_cause",
                condition=Q(disabled_at__isnull=True, cause="")
                | Q(disabled_at__isnull=False, cause__in=Cause.values),
            )
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def is_enabled(self) -> bool:
        return self.disabled_at is None

    @property
    def mode(self) -> str:
        return "test" if self.is_test else "live"

    @property
    def host(self) -> str:
        """For people and logs: the rest of the address may hold a secret."""
        return urlsplit(self.url).netloc

    def keeps_old_secret(self, moment: datetime) -> bool:
        return self.old_secret_until is not None and moment < self.old_secret_until


class MessageState(models.TextChoices):
    TRYING = "trying", "Trying again"
    DELIVERED = "delivered", "Delivered"
    FAILED = "failed", "Failed"


class Message(models.Model):
    """An event that was sent to an endpoint, or could not be."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    endpoint = models.ForeignKey(
        Endpoint, on_delete=models.CASCADE, related_name="messages", db_index=False
    )
    event_id = models.CharField(max_length=60, help_text="The header webhook-id.")
    event = models.CharField(max_length=50)
    subject = models.CharField(max_length=40, help_text="The id of the request.")
    sequence = models.PositiveIntegerField()
    payload = models.TextField()
    state = models.CharField(
        max_length=10, choices=MessageState, default=MessageState.TRYING
    )
    attempt_count = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True, help_text="When it is tried again.")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="one_message_per_event", fields=["endpoint", "event_id"]
            ),
            models.CheckConstraint(
                name="message_state_known",
                condition=Q(state__in=MessageState.values),
            ),
        ]
        indexes = [
            models.Index(
                name="messages_newest", fields=["endpoint", "created_at", "id"]
            ),
            models.Index(
                name="messages_by_state",
                fields=["endpoint", "state", "created_at", "id"],
            ),
            models.Index(name="messages_of_request", fields=["endpoint", "subject"]),
        ]

    def __str__(self) -> str:
        return self.event_id

    @property
    def is_test(self) -> bool:
        """Of no request, to see whether it arrives."""
        return self.event == TEST


class Attempt(models.Model):
    """One call, and what came of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, related_name="attempts"
    )
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    milliseconds = models.PositiveIntegerField()
    status = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=200, blank=True)
    answer = models.TextField(blank=True, help_text="Its first 1,024 bytes.")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.number} {self.status or self.error}"

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300
