"""One table for each thing, and no rule but those of the types."""

import uuid

from django.db import models


class UserCoins(models.Model):
    user_id = models.CharField(max_length=255, unique=True)
    total_coins = models.IntegerField(default=0)

    def __str__(self) -> str:
        return self.user_id


class CoinWithdrawal(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user_id = models.CharField(max_length=255, db_index=True)
    coins_amount = models.IntegerField()
    rupees_amount = models.DecimalField(max_digits=10, decimal_places=2)
    upi_id = models.CharField(max_length=255)
    status = models.CharField(max_length=20, default="pending", db_index=True)
    admin_notes = models.TextField(default="Awaiting admin approval")
    failure_reason = models.TextField(null=True)  # noqa: DJ001 (as it is answered)
    created_at = models.DateTimeField(auto_now_add=True)
    completed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["user_id", "-created_at"], name="naive_user")]

    def __str__(self) -> str:
        return str(self.id)


class CoinTransaction(models.Model):
    user_coins = models.ForeignKey(UserCoins, on_delete=models.CASCADE)
    transaction_type = models.CharField(max_length=20)
    amount = models.IntegerField()
    reason = models.CharField(max_length=255)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.reason


class StatusChange(models.Model):
    withdrawal = models.ForeignKey(CoinWithdrawal, on_delete=models.CASCADE)
    from_status = models.CharField(max_length=20, blank=True)
    to_status = models.CharField(max_length=20)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.to_status


class IdempotencyKey(models.Model):
    key = models.CharField(max_length=255, unique=True)
    answer = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.key
