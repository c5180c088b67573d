"""What the throttle counts."""

from django.db import models


class Attempts(models.Model):
    """How often one secret was tried since a window began. Old rows are swept."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveSmallIntegerField()
    since = models.DateTimeField(db_index=True)
    told = models.BooleanField(default=False, help_text="The audit log has it.")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.count} since {self.since}"
