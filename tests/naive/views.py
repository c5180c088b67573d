"""The four endpoints, each of them one view."""

from decimal import Decimal

from django.db import transaction
from django.shortcuts import get_object_or_404
from rest_framework.response import Response
from rest_framework.views import APIView

from tests.naive.models import (
    CoinTransaction,
    CoinWithdrawal,
    IdempotencyKey,
    StatusChange,
    UserCoins,
)
from tests.naive.serializers import (
    AskSerializer,
    CancelSerializer,
    DetailsSerializer,
    WithdrawalSerializer,
)


class WithdrawView(APIView):
    def post(self, request):
        asked = AskSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        with transaction.atomic():
            key = request.headers.get("Idempotency-Key")
            if kept := IdempotencyKey.objects.filter(key=key).first():
                return Response(kept.answer, status=201)
            status, answer = self.withdraw(**asked.validated_data)
            if status == 201:
                IdempotencyKey.objects.create(key=key, answer=answer)
        return Response(answer, status=status)

    def withdraw(self, user_id, amount, upi_id):
        coins = UserCoins.objects.select_for_update().get(user_id=user_id)
        if coins.total_coins < amount:
            return 400, {"success": False, "error": "Insufficient coin balance"}
        withdrawal = CoinWithdrawal.objects.create(
            user_id=user_id,
            coins_amount=amount,
            rupees_amount=Decimal(amount) / 10,
            upi_id=upi_id,
        )
        coins.total_coins -= amount
        coins.save()
        CoinTransaction.objects.create(
            user_coins=coins,
            transaction_type="withdrawal",
            amount=amount,
            reason=f"Withdrawal request created - {withdrawal.id}",
        )
        StatusChange.objects.create(withdrawal=withdrawal, to_status="pending")
        return 201, {
            "success": True,
            "message": "Withdrawal request submitted successfully.",
            "data": {
                "withdrawal_id": str(withdrawal.id),
                "amount": amount,
                "rupees_amount": float(withdrawal.rupees_amount),
                "upi_id": upi_id,
                "status": withdrawal.status,
                "remaining_coins": coins.total_coins,
                "created_at": withdrawal.created_at.isoformat(),
            },
        }


class HistoryView(APIView):
    def get(self, request):
        user_id = request.query_params["user_id"]
        limit = int(request.query_params.get("limit", 50))
        withdrawals = CoinWithdrawal.objects.filter(user_id=user_id)[:limit]
        data = WithdrawalSerializer(withdrawals, many=True).data
        return Response(
            {"success": True, "user_id": user_id, "count": len(data), "data": data}
        )


class StatusView(APIView):
    def get(self, request):
        withdrawal = get_object_or_404(
            CoinWithdrawal, id=request.query_params["withdrawal_id"]
        )
        return Response({"success": True, "data": DetailsSerializer(withdrawal).data})


class CancelView(APIView):
    def post(self, request):
        asked = CancelSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        with transaction.atomic():
            key = request.headers.get("Idempotency-Key")
            if kept := IdempotencyKey.objects.filter(key=key).first():
                return Response(kept.answer)
            status, answer = self.cancel(asked.validated_data["withdrawal_id"])
            if status == 200:
                IdempotencyKey.objects.create(key=key, answer=answer)
        return Response(answer, status=status)

    def cancel(self, withdrawal_id):
        withdrawal = get_object_or_404(
            CoinWithdrawal.objects.select_for_update(), id=withdrawal_id
        )
        if withdrawal.status != "pending":
            return 400, {"success": False, "error": "Cannot cancel"}
        withdrawal.status = "cancelled"
        withdrawal.save()
        coins = UserCoins.objects.select_for_update().get(user_id=withdrawal.user_id)
        coins.total_coins += withdrawal.coins_amount
        coins.save()
        CoinTransaction.objects.create(
            user_coins=coins,
            transaction_type="refund",
            amount=withdrawal.coins_amount,
            reason=f"Withdrawal cancellation - {withdrawal.id}",
        )
        StatusChange.objects.create(
            withdrawal=withdrawal, from_status="pending", to_status="cancelled"
        )
        return 200, {
            "success": True,
            "message": "Withdrawal cancelled and coins refunded",
            "data": {
                "withdrawal_id": str(withdrawal.id),
                "status": withdrawal.status,
                "refunded_coins": withdrawal.coins_amount,
                "remaining_coins": coins.total_coins,
            },
        }
