"""The links that let a user in, and the visits that they become."""

from django.db import models

from wallet import clock
from wallet.models import new_id
from withdrawals.integrations.models import ApiKey, App
from withdrawals.integrations.models.apps import COLOUR


class Result(models.TextChoices):
    """What the app is told when the user comes back."""

    CREATED = "created"
    CANCELLED = "cancelled"
    CLOSED = "closed"


class Link(models.Model):
    """A way in for one user, once; from then on their visit.

    Nothing in it opens anything: a link is its id with our signature, and of the
    visit's secret only the SHA-256 is kept.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    app = models.ForeignKey(
        App, on_delete=models.PROTECT, null=True, help_text="None: this machine."
    )
    key = models.ForeignKey(
        ApiKey,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        help_text="Revoked, it ends what it has opened.",
    )
    user_id = models.CharField(max_length=500)
    is_test = models.BooleanField()
    return_url = models.CharField(max_length=500)
    state = models.CharField(max_length=500, blank=True)
    amount = models.PositiveIntegerField(null=True, help_text="Coins, to begin with.")
    upi_id = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)
    visit = models.BinaryField(
        max_length=32, null=True, unique=True, help_text="SHA-256 of its secret."
    )
    visit_ends_at = models.DateTimeField(null=True)
    draft = models.JSONField(default=dict)
    result = models.CharField(
        max_length=10, choices=Result, default=Result.CLOSED, help_text="So far."
    )
    withdrawal_id = models.UUIDField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.id)

    @property
    def title(self) -> str:
        """What people call the app that sent them."""
        return self.app.title if self.app else "the app"

    @property
    def colour(self) -> str:
        """ "rrggbb", or nothing where the product's own colours stay."""
        colour = self.app.colour if self.app else COLOUR
        return "" if colour == COLOUR else colour[1:]
