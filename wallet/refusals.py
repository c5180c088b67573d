"""What the database refuses to do with coins. Installed by a migration."""

from wallet.merged import merged
from wallet.models import DEBITS
from wallet.triggers import Refusal
from wallet.usual_refusals import append_only, frozen, irreplaceable, permanent, whole
from wallet.verification import literals

_ACCOUNTS, _MOVEMENTS = "wallet_usercoins", "wallet_cointransaction"

_DEBITS = {"debits": literals(DEBITS)}

# An account's movements are met by their sequence, in its order; and a reference alone
# finds its movement, which `|| ''` leaves to it. Otherwise a plan that was made for
# users of few movements would read through all those of a user who has many.

REFUSALS = (
    *append_only(_MOVEMENTS),
    *irreplaceable(
        _MOVEMENTS,
        "old.id = NEW.id",
        "old.reference = NEW.reference",
        "(old.user_coins_id = NEW.user_coins_id AND old.sequence = NEW.sequence)",
    ),
    whole(_MOVEMENTS, "INSERT", "sequence", "amount", "balance_after"),
    *permanent(_ACCOUNTS),
    *irreplaceable(_ACCOUNTS),
    frozen(_ACCOUNTS, "user_id", "created_at"),
    whole(_ACCOUNTS, "UPDATE", "total_coins", "last_sequence"),
    # AFTER: an upsert of a batch's balances is no insert once its rows exist.
    Refusal(
        "account_opens_empty",
        _ACCOUNTS,
        "INSERT",
        """NEW.total_coins <> 0 OR NEW.last_sequence <> 0 OR EXISTS (
            SELECT 1 FROM wallet_cointransaction movement
            WHERE movement.user_coins_id = NEW.user_id
        )""",
        "an account opens empty",
        when="AFTER",
    ),
    Refusal(
        "balance_moves_by_movement",
        _ACCOUNTS,
        "UPDATE",
        "NEW.last_sequence < OLD.last_sequence OR (NEW.last_sequence = "
        "OLD.last_sequence AND NEW.total_coins <> OLD.total_coins)",
        "a balance moves by a movement",
    ),
    Refusal(
        "balance_has_movement",
        _ACCOUNTS,
        "UPDATE",
        """NOT EXISTS (
            SELECT 1 FROM (
                SELECT movement.sequence, movement.balance_after
                FROM wallet_cointransaction movement
                WHERE movement.user_coins_id = NEW.user_id
                    AND movement.sequence <= NEW.last_sequence
                ORDER BY movement.sequence DESC LIMIT 1
            ) latest
            WHERE latest.sequence = NEW.last_sequence
                AND latest.balance_after = NEW.total_coins
        )""",
        "a balance has the movement that made it",
        where="NEW.last_sequence <> OLD.last_sequence",
        at_commit=True,
    ),
    Refusal(
        "movement_goes_on",
        _MOVEMENTS,
        "INSERT",
        """NEW.balance_after <> COALESCE(
            CASE WHEN NEW.sequence = 1 THEN 0 ELSE (
                SELECT CASE WHEN earlier.sequence = NEW.sequence - 1
                    THEN earlier.balance_after END
                FROM wallet_cointransaction earlier
                WHERE earlier.user_coins_id = NEW.user_coins_id
                    AND earlier.sequence < NEW.sequence
                ORDER BY earlier.sequence DESC LIMIT 1
            ) END +
            CASE WHEN NEW.transaction_type IN ({debits})
                THEN -NEW.amount ELSE NEW.amount END,
            -1
        )""",
        "a movement goes on from the one before",
        parts=_DEBITS,
    ),
    Refusal(
        "movement_fits_account",
        _MOVEMENTS,
        "INSERT",
        """NOT EXISTS (
            SELECT 1 FROM wallet_usercoins account
            WHERE account.user_id = NEW.user_coins_id AND (
                NEW.sequence < account.last_sequence
                OR (NEW.sequence = account.last_sequence
                    AND NEW.balance_after = account.total_coins)
            )
        )""",
        "a movement belongs to the balance of its account",
    ),
    Refusal(
        "movement_reference_of_type",
        _MOVEMENTS,
        "INSERT",
        "(NEW.transaction_type = 'withdrawal') <> (NEW.reference LIKE 'withdrawal:%') "
        "OR (NEW.transaction_type = 'refund') <> (NEW.reference LIKE 'refund:%')",
        "the reference of a movement is of its type",
    ),
    Refusal(
        "refund_has_debit",
        _MOVEMENTS,
        "INSERT",
        """NOT EXISTS (
            SELECT 1 FROM wallet_cointransaction debit
            WHERE debit.reference = 'withdrawal:' || substr(NEW.reference, 8)
                AND debit.user_coins_id || '' = NEW.user_coins_id
                AND debit.amount = NEW.amount
        )""",
        "a refund gives back what its debit took",
        where="NEW.transaction_type = 'refund'",
    ),
)

KINDS = (
    Refusal(
        "account_keeps_its_kind",
        _ACCOUNTS,
        "UPDATE",
        "OLD.is_test <> NEW.is_test",
        "a live account stays live, a test account a test account",
    ),
    Refusal(
        "movement_is_of_its_kind",
        _MOVEMENTS,
        "INSERT",
        """EXISTS (
            SELECT 1 FROM wallet_usercoins account
            WHERE account.user_id = NEW.user_coins_id
                AND account.is_test <> (NEW.reference LIKE 'test-credit:%')
        )""",
        "test coins open a test account, and go to no other",
        where="NEW.sequence = 1 OR NEW.reference LIKE 'test-credit:%'",
    ),
)

SEALS = [
    refusal
    for table in (
        "wallet_ledgerseal",
        "wallet_sealedrow",
        "wallet_ledgerverification",
    )
    for refusal in append_only(table)
]

GUARDS = merged("coins", [*REFUSALS, *KINDS])
