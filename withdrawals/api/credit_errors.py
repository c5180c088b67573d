"""The refusals of credits, as a part of the table in errors.py."""

from wallet.exceptions import (
    AlreadyPosted,
    BalanceTooLarge,
    InvalidAmount,
    InvalidCreditText,
)
from wallet.models import MAX_BALANCE
from withdrawals.api.exceptions import ItemsRefused
from withdrawals.api.refusal import Refusal

CREDIT_REFUSALS: dict[type[Exception], Refusal] = {
    InvalidAmount: Refusal(
        400,
        "amount_out_of_range",
        "amount must be a whole number of coins from {e.least} to {e.largest}.",
        "amount",
        {"least": "least", "most": "largest"},
    ),
    InvalidCreditText: Refusal(
        400,
        "invalid_field",
        "{e.field} must be a text of 1 to {e.most} characters, without control "
        "characters and without spaces at its ends.",
        "{e.field}",
    ),
    BalanceTooLarge: Refusal(
        400,
        "balance_too_large",
        f"The account would hold more than {MAX_BALANCE} coins.",
        "amount",
    ),
    ItemsRefused: Refusal(
        400,
        "items_refused",
        "Nothing was credited: {e.bad} of {e.number} items are refused.",
        "{e.field}",
        {"items": "items"},
    ),
    AlreadyPosted: Refusal(
        409,
        "reference_reused",
        "This reference was posted before with another user, amount or type.",
        "reference",
    ),
}
