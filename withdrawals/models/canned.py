"""Words that staff chooses instead of writing them each time."""

from django.db import models
from django.db.models import Q

from wallet.models import new_id
from withdrawals.texts import MAX_REASON


class CannedText(models.Model):
    """A reason or a message. Admins write, order and retire them."""

    class Kind(models.TextChoices):
        REJECT = "reject", "Reason to reject"
        FAIL = "fail", "Reason of a failed payment"
        RETURN = "return", "Reason of a returned payment"
        RELEASE = "release", "Reason to release"
        MESSAGE = "message", "Message to the user"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.CharField(
        max_length=MAX_REASON,
        help_text="The user reads it; why a request is released, staff only.",
    )
    place = models.PositiveSmallIntegerField(
        default=100, help_text="The smallest comes first."
    )
    active = models.BooleanField(
        default=True, help_text="Offered. Requests keep the words they were given."
    )

    class Meta:
        ordering = ["kind", "place", "id"]
        constraints = [
            models.CheckConstraint(
                name="canned_kind_known",
                condition=Q(
                    kind__in=["reject", "fail", "return", "release", "message"]
                ),
            ),
            models.CheckConstraint(name="canned_text_not_empty", condition=~Q(text="")),
            models.UniqueConstraint(name="canned_once", fields=["kind", "text"]),
        ]

    def __str__(self) -> str:
        return self.text
