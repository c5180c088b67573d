"""What each member of staff keeps for themselves in the portal."""

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from wallet import clock
from wallet.models import new_id
from withdrawals.portal.address import queue_at
from withdrawals.portal.bulk import models as bulk_models  # noqa: F401 (Django's look)

SIZES = (25, 50, 100)  # rows per page
LONGEST_NAME, LONGEST_QUERY = 60, 2000


class Density(models.TextChoices):
    COMFORTABLE = "comfortable", "Comfortable"
    COMPACT = "compact", "Compact"


class Theme(models.TextChoices):
    SYSTEM = "system", "As the system"
    LIGHT = "light", "Light"
    DARK = "dark", "Dark"


class SavedView(models.Model):
    """A queue under a name. Only withdrawals.portal.view_rules writes it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="saved_views"
    )
    name = models.CharField(max_length=LONGEST_NAME)
    query = models.CharField(
        max_length=LONGEST_QUERY, help_text="Of the queue's address, without a place."
    )
    is_shared = models.BooleanField("shared with all staff", default=False)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "owner", Lower("name"), name="one_view_of_a_name_each"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        """The queue's address; it names the view, so that changes can be told."""
        return f"{queue_at()}?{self.query}&view={self.id}"


class StaffSettings(models.Model):
    """How the portal looks and behaves for one person, on every device."""

    user = models.OneToOneField(
        User,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="portal_settings",
    )
    columns = models.JSONField(
        default=list, help_text="Names in order; none: the usual columns."
    )
    rows = models.PositiveSmallIntegerField(
        "rows per page",
        choices=[(size, str(size)) for size in SIZES],
        default=SIZES[0],
    )
    density = models.CharField(
        max_length=12, choices=Density, default=Density.COMFORTABLE
    )
    theme = models.CharField(max_length=8, choices=Theme, default=Theme.SYSTEM)
    shortcuts = models.BooleanField("keyboard shortcuts", default=True)
    open_next = models.BooleanField("open the next request after an act", default=True)
    default_view = models.ForeignKey(
        SavedView,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(name="rows_known", condition=Q(rows__in=SIZES)),
            models.CheckConstraint(
                name="density_known", condition=Q(density__in=Density.values)
            ),
            models.CheckConstraint(
                name="theme_known", condition=Q(theme__in=Theme.values)
            ),
        ]

    def __str__(self) -> str:
        return f"Settings of {self.user_id}"
