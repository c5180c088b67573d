"""Withdrawal requests, their history, and what the domain keeps beside them."""

from withdrawals.models.audit import AuditAct, AuditEntry
from withdrawals.models.canned import CannedText
from withdrawals.models.claims import Claim
from withdrawals.models.handles import UPIHandle
from withdrawals.models.history import HistoryRow, Note, StatusChange
from withdrawals.models.idempotency import IdempotencyKey
from withdrawals.models.mentions import Mention
from withdrawals.models.request_sets import SLA, CoinWithdrawalQuerySet
from withdrawals.models.requests import CoinWithdrawal

__all__ = [
    "SLA",
    "AuditAct",
    "AuditEntry",
    "CannedText",
    "Claim",
    "CoinWithdrawal",
    "CoinWithdrawalQuerySet",
    "HistoryRow",
    "IdempotencyKey",
    "Mention",
    "Note",
    "StatusChange",
    "UPIHandle",
]
