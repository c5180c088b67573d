"""What comes in and what goes out."""

import re

from rest_framework import serializers

from tests.naive.models import CoinWithdrawal


class AskSerializer(serializers.Serializer):
    user_id = serializers.CharField(max_length=255)
    amount = serializers.IntegerField(min_value=100, max_value=100_000)
    upi_id = serializers.CharField(max_length=255)

    def validate_upi_id(self, value: str) -> str:
        if not re.fullmatch(r"[a-zA-Z0-9._-]{2,256}@[a-zA-Z]{2,64}", value):
            raise serializers.ValidationError("Invalid UPI ID format")
        return value


class CancelSerializer(serializers.Serializer):
    withdrawal_id = serializers.UUIDField()
    reason = serializers.CharField(required=False)


class WithdrawalSerializer(serializers.ModelSerializer):
    amount = serializers.IntegerField(source="coins_amount")
    rupees_amount = serializers.FloatField()

    class Meta:
        model = CoinWithdrawal
        fields = (
            "id",
            "amount",
            "rupees_amount",
            "upi_id",
            "status",
            "created_at",
            "completed_at",
            "admin_notes",
        )


class DetailsSerializer(WithdrawalSerializer):
    class Meta(WithdrawalSerializer.Meta):
        fields = (*WithdrawalSerializer.Meta.fields, "user_id", "failure_reason")
