"""Credits as they are asked for from outside, in a file or by an app's server."""

import unicodedata

from wallet.exceptions import InvalidCreditText
from wallet.ledger import Movement
from wallet.models import TransactionType

KINDS = (
    TransactionType.EARNED,
    TransactionType.REFERRAL_BONUS,
    TransactionType.ADJUSTMENT_CREDIT,
)
MOST = {"reason": 500, "reference": 100}  # characters
_PREFIX = "credit:"
TEST_PREFIX = "test-credit:"  # the first coins of an account say what it is
_JOINERS = "\u200c\u200d"  # invisible, and part of ordinary words in Indian scripts


def credit_of(
    user_id: str,
    amount: int,
    kind: TransactionType,
    reason: str,
    reference: str,
    *,
    is_test: bool | None = None,
) -> Movement:
    """A credit that can be posted; raise InvalidCreditText.

    `is_test` says of what kind the account is, or will be; None: of either, or live.
    """
    for field, text in {"reason": reason, "reference": reference}.items():
        if not is_plain(text, MOST[field]):
            raise InvalidCreditText(field, MOST[field])
    event = posted_as(reference, is_test=bool(is_test))
    return Movement(user_id, amount, kind, reason, event, is_test)


def posted_as(reference: str, *, is_test: bool = False) -> str:
    """What the ledger calls the business event that they call `reference`."""
    return f"{TEST_PREFIX if is_test else _PREFIX}{reference}"


def reference_of(posted: str) -> str | None:
    """What they call the event that the ledger calls `posted`, if they named it."""
    for prefix in (_PREFIX, TEST_PREFIX):
        if posted.startswith(prefix):
            return posted.removeprefix(prefix)
    return None


def is_plain(text: str, most: int) -> bool:
    """Visible, without control characters and spaces at its ends, and not too long."""
    visible = [char for char in text if char not in _JOINERS]
    controls = {"Cc", "Cf", "Cs", "Zl", "Zp"}.intersection(
        map(unicodedata.category, visible)
    )
    is_trimmed = text == text.strip() and len(text) <= most
    return bool(visible) and is_trimmed and not controls
