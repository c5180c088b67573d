"""The hash chain: batches of rows, each sealed once."""

from django.db import models

from wallet import clock


class LedgerSeal(models.Model):
    """A batch of rows of one stream, chained to the batch before. Never changed."""

    stream = models.CharField(max_length=30)
    number = models.BigIntegerField(help_text="1, 2, 3 … within the stream.")
    row_count = models.IntegerField()
    highest_id = models.UUIDField(help_text="The highest id among its rows.")
    previous = models.CharField(max_length=64, help_text="The hash before its rows.")
    hash = models.CharField(max_length=64, help_text="The hash of its last row.")
    sealed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_seal_per_number", fields=["stream", "number"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.stream} {self.number}"


class SealedRow(models.Model):
    """A row's place and hash in the chain: each row is sealed once."""

    row_id = models.UUIDField(primary_key=True)
    seal = models.ForeignKey(
        LedgerSeal, on_delete=models.PROTECT, related_name="rows", db_index=False
    )
    position = models.IntegerField(help_text="1, 2, 3 … within the seal.")
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_row_per_position", fields=["seal", "position"]
            )
        ]

    def __str__(self) -> str:
        return str(self.row_id)
