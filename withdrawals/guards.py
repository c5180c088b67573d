"""Whether the database still guards the requests, and makes them as it should."""

import outbox.functions
from wallet.guards import Functions, Guards
from withdrawals import functions
from withdrawals.cancel_function import CANCEL
from withdrawals.history_refusals import AUDIT_REFUSALS
from withdrawals.models import (
    AuditEntry,
    CoinWithdrawal,
    IdempotencyKey,
    Note,
    StatusChange,
)
from withdrawals.refusals import GUARDS

CHECKS = (
    Guards(
        "The database guards the requests",
        [*GUARDS, *AUDIT_REFUSALS],
        [CoinWithdrawal, StatusChange, Note, IdempotencyKey, AuditEntry],
    ),
    Functions(
        "The database makes requests as the code does",
        [*functions.FUNCTIONS, CANCEL, *outbox.functions.FUNCTIONS],
    ),
)
