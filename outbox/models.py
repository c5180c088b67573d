"""Work that is written down with what it follows from, and done later."""

from django.db import models
from django.db.models import Q

from wallet import clock


class JobState(models.TextChoices):
    DUE = "due", "Due"
    DEAD = "dead", "Dead"


class Job(models.Model):
    """Work to be done once its transaction has committed; deleted when it is done.

    Only outbox.box writes it down, only outbox.leases changes it.
    """

    kind = models.CharField(max_length=50, help_text="Names its handler.")
    target = models.CharField(
        max_length=100, blank=True, help_text="Whom it is for, as its handler knows."
    )
    ordering_key = models.CharField(
        max_length=200,
        blank=True,
        help_text="Work of one key is done one by one, in order; none: in any order.",
    )
    position = models.BigIntegerField(default=0, help_text="The order within a key.")
    payload = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.DUE)
    due_at = models.DateTimeField(default=clock.now)
    attempts = models.PositiveIntegerField(
        default=0, help_text="Counted before the work, so that a crash counts too."
    )
    lease = models.BigIntegerField(
        default=0, help_text="Its latest lease: an older one records nothing."
    )
    leased_until = models.DateTimeField(
        null=True, blank=True, help_text="A worker has it in hand until then."
    )
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        default_permissions = ()
        permissions = [("manage_job", "Can see all jobs, retry and drop dead ones")]
        constraints = [
            models.CheckConstraint(
                name="job_state_known", condition=Q(state__in=JobState.values)
            )
        ]
        indexes = [
            models.Index(
                name="jobs_free",
                fields=["due_at", "id"],
                condition=Q(state=JobState.DUE, leased_until__isnull=True),
            ),
            models.Index(
                name="jobs_in_hand",
                fields=["leased_until"],
                condition=Q(leased_until__isnull=False),
            ),
            models.Index(
                name="jobs_in_order",
                fields=["ordering_key", "position", "id"],
                condition=Q(state=JobState.DUE) & ~Q(ordering_key=""),
            ),
            models.Index(
                name="jobs_dead", fields=["id"], condition=Q(state=JobState.DEAD)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Subscription(models.Model):
    """Whoever is to hear of a topic: each event of it is a job for each of them."""

    topic = models.CharField(max_length=100)
    kind = models.CharField(max_length=50)
    target = models.CharField(max_length=100)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="one_subscription", fields=["topic", "kind", "target"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.kind} {self.target}"
