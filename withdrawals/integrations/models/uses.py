"""What was done with the scopes that move money."""

from django.db import models

from wallet import clock
from wallet.models import new_id
from withdrawals.integrations.models.keys import ApiKey


class KeyUse(models.Model):
    """One call with a money scope. Never changed, never deleted.

    The row of the key is not locked for it: a key is never deleted, and calls at the
    same time would all wait there.
    """

    DONE = "done"
    REPLAYED = "replayed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.ForeignKey(
        ApiKey,
        on_delete=models.PROTECT,
        related_name="uses",
        db_constraint=False,
        db_index=False,
    )
    scope = models.CharField(max_length=30)
    outcome = models.CharField(max_length=50, help_text="Or the code of the refusal.")
    about = models.CharField(max_length=300, blank=True, help_text="Of whom, and what.")
    ip = models.CharField("address", max_length=45, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(name="uses_of_key", fields=["key", "created_at", "id"])]

    def __str__(self) -> str:
        return f"{self.scope} {self.outcome}"
