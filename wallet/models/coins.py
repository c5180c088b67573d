"""One account for each user, and its append-only movements."""

from uuid import UUID

from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from wallet import clock

MAX_BALANCE = 10**15  # coins an account may hold: exact as a JSON number too


def new_id() -> UUID:
    """A UUIDv7: unique anywhere, and later ones sort later."""
    return uuid7()


class TransactionType(models.TextChoices):
    """Why coins move; it fixes the direction."""

    EARNED = "earned", "Earned"
    REFERRAL_BONUS = "referral_bonus", "Referral bonus"
    REFUND = "refund", "Refund"
    ADJUSTMENT_CREDIT = "adjustment_credit", "Adjustment (credit)"
    WITHDRAWAL = "withdrawal", "Withdrawal"
    ADJUSTMENT_DEBIT = "adjustment_debit", "Adjustment (debit)"


DEBITS = frozenset({TransactionType.WITHDRAWAL, TransactionType.ADJUSTMENT_DEBIT})
CREDITS = frozenset(TransactionType) - DEBITS


class UserCoins(models.Model):
    """A user's account. Only wallet.ledger writes it."""

    user_id = models.CharField(max_length=500, primary_key=True)
    total_coins = models.BigIntegerField(default=0)
    last_sequence = models.BigIntegerField(
        default=0, help_text="The sequence of the account's latest movement."
    )
    is_test = models.BooleanField(
        "test",
        default=False,
        db_default=False,
        editable=False,
        help_text="Opened to try things out: its coins are not money. Never changes.",
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = "coin account"
        constraints = [
            models.CheckConstraint(
                name="total_coins_in_range",
                condition=Q(total_coins__gte=0, total_coins__lte=MAX_BALANCE),
            ),
            models.CheckConstraint(name="user_id_not_empty", condition=~Q(user_id="")),
        ]
        indexes = [
            models.Index(
                name="test_accounts", fields=["user_id"], condition=Q(is_test=True)
            )
        ]

    def __str__(self) -> str:
        return self.user_id


class CoinTransaction(models.Model):
    """One movement of coins. Never changed, never deleted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user_coins = models.ForeignKey(
        UserCoins,
        on_delete=models.PROTECT,
        related_name="transactions",
        db_index=False,  # its place among the account's movements begins with it
    )
    sequence = models.BigIntegerField(
        help_text="1, 2, 3 … within the account: a gap shows a lost movement."
    )
    transaction_type = models.CharField(max_length=20, choices=TransactionType)
    amount = models.BigIntegerField(help_text="Coins, always positive.")
    balance_after = models.BigIntegerField(help_text="Coins.")
    reason = models.CharField(max_length=500)
    reference = models.CharField(
        max_length=200, unique=True, help_text="The business event, posted once."
    )
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "coin transaction"
        constraints = [
            models.CheckConstraint(
                name="transaction_amount_positive",
                condition=Q(amount__gt=0, amount__lte=MAX_BALANCE),
            ),
            models.CheckConstraint(
                name="transaction_type_known",
                condition=Q(transaction_type__in=TransactionType.values),
            ),
            models.CheckConstraint(
                name="balance_after_in_range",
                condition=Q(balance_after__gte=0, balance_after__lte=MAX_BALANCE),
            ),
            models.CheckConstraint(
                name="credit_fits_balance_after",
                condition=Q(transaction_type__in=sorted(DEBITS))
                | Q(balance_after__gte=F("amount")),
            ),
            models.UniqueConstraint(
                name="one_movement_per_sequence", fields=["user_coins", "sequence"]
            ),
        ]
        indexes = [
            models.Index(
                name="movements_of_a_user", fields=["user_coins", "created_at", "id"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_transaction_type_display()} {self.signed_amount:+d}"

    @property
    def named(self) -> str:
        """The movement as a person can look it up."""
        return f"{self.user_coins_id}: movement {self.reference}"

    @property
    def signed_amount(self) -> int:
        """Coins: positive when they came in, negative when they went out."""
        return -self.amount if self.transaction_type in DEBITS else self.amount
