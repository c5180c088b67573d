"""What each field means, with its unit and an example, for the OpenAPI document."""

from typing import Any

_ID = "01a201cf-546c-752c-a6f3-e5a122767edb"
_MOMENT = "2026-01-09T15:30:00Z"
_HOOK = "https://shop.example/hooks"

# By the field's name; "Schema.field" where it means something else there.
TERMS: dict[str, tuple[str, Any]] = {
    "success": ("Whether the call did what it was asked to do.", True),
    "ErrorAnswer.success": ("Always false in an error.", False),
    "message": ("What happened, for people.", "Coins credited"),
    "ErrorBody.message": (
        "What is wrong and what would be right, for people.",
        "Insufficient coin balance: 300 available, 500 asked.",
    ),
    "data": ("What was asked for.", None),
    "error": ("What was refused, and why.", None),
    "code": (
        "What your program decides by: one of the codes of the catalogue.",
        "insufficient_balance",
    ),
    "field": ("The field that is to blame; null where no single one is.", "amount"),
    "details": (
        "Facts about the error, by name; may be empty.",
        {"available": 300, "asked": 500},
    ),
    "user_id": ("The user, by your own name for them.", "user123"),
    "amount": ("Coins. 1 coin is ₹0.10.", 500),
    "MovementItem.amount": ("Coins; negative where they went out.", -500),
    "rupees_amount": ("Rupees: what the coins are worth.", 50.0),
    "upi_id": ("Where the rupees go, as username@bankname.", "john@okhdfcbank"),
    "withdrawal_id": ("The request's id.", _ID),
    "MovementItem.withdrawal_id": (
        "The request that took the coins or gave them back; null for others.",
        _ID,
    ),
    "id": ("Its id.", _ID),
    "movement_id": ("The id of the movement of coins; null where there is none.", _ID),
    "status": ("How far the request is.", "pending"),
    "CreditResult.status": ("What became of the item.", "credited"),
    "remaining_coins": ("The balance afterwards, in coins.", 1500),
    "refunded_coins": ("Coins that went back to the user.", 500),
    "balance": ("Coins of the user now.", 1500),
    "balance_after": ("The balance right after the movement, in coins.", 1500),
    "return_url": ("Where the user comes back to.", "https://shop.example/coins"),
    "state": ("Comes back with the user, as it was sent.", "cart-7"),
    "NewLink.amount": ("Coins that the form begins with.", 500),
    "NewLink.upi_id": ("The UPI ID that the form begins with.", "john@okhdfcbank"),
    "url": (
        "Lead the user here at once. It works once.",
        "https://pay.example.com/hosted/?link=cw_link_…",
    ),
    "webhook_id": ("The webhook's id.", _ID),
    "NewWebhook.url": ("Where events are sent.", _HOOK),
    "Webhook.url": ("Where events are sent.", _HOOK),
    "delivery_id": ("The delivery's id in the list of the webhook.", _ID),
    "outcome": (
        "trying: it is sent again at next_attempt_at; delivered: it was answered 2xx; "
        "failed: it was given up, or the webhook was disabled.",
        "failed",
    ),
    "query.outcome": ("Only deliveries that came to this.", "failed"),
    "event": ("What happened, as the body's type has it.", "withdrawal.completed"),
    "Delivery.withdrawal_id": ("The request's id; null for a test event.", _ID),
    "attempts": ("How often it was sent.", 3),
    "last_attempt_at": ("When it was last sent, in UTC; null if never.", _MOMENT),
    "last_status": (
        "The HTTP status that the last attempt was answered with; null for no answer.",
        500,
    ),
    "last_error": (
        "Why the last attempt had no answer; null if it had one.",
        "No whole answer within 15 seconds.",
    ),
    "next_attempt_at": (
        "When it is sent again, in UTC; null if it is not by itself.",
        _MOMENT,
    ),
    "events": ("What is sent to it.", ["withdrawal.completed", "withdrawal.failed"]),
    "mode": ("Of which requests it hears: those of the key's kind.", "live"),
    "enabled": ("Whether events are sent to it.", True),
    "disabled_cause": (
        "by_hand: somebody disabled it; gone: it answered 410; failing: it failed for "
        "five days; null while it is enabled.",
        "gone",
    ),
    "disabled_at": ("When it was disabled, in UTC; null while enabled.", _MOMENT),
    "failing_since": (
        "The first failure since its last success, in UTC; null if there is none.",
        _MOMENT,
    ),
    "secret": (
        "Verifies the signatures: keep it as you keep your keys.",
        "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
    ),
    "old_secret_until": (
        "Until when the secret before signs as well, in UTC; null if there was none.",
        "2026-01-10T15:30:00Z",
    ),
    "event_id": ("The header webhook-id of the event.", "evt_0199c0de_1"),
    "expires_at": ("60 seconds after it was made, in UTC.", _MOMENT),
    "created_at": ("When it was made, in UTC.", _MOMENT),
    "completed_at": ("When it was paid, in UTC; null before.", "2026-01-09T20:00:00Z"),
    "admin_notes": ("A message to the user.", "Awaiting admin approval"),
    "failure_reason": ("Why it failed; null unless it did.", "UPI ID not found"),
    "timeline": (
        "With include=timeline: its statuses, the first one first.",
        [{"from": None, "to": "pending", "at": _MOMENT}],
    ),
    "estimate": (
        "With include=estimate: when it is usually paid; null when it is not open, or "
        "when too few payments tell.",
        None,
    ),
    "from": ("The status before; null at first.", "pending"),
    "to": ("The status that came.", "processing"),
    "at": ("When it came, in UTC.", _MOMENT),
    "usually_within_seconds": (
        "Seconds from request to payment, for nine in ten of the latest.",
        17_400,
    ),
    "usually_within": ("The same in words, rounded up.", "5 hours"),
    "estimated_completion": (
        "When that time ends for this request, in UTC; it may be past.",
        "2026-01-09T20:20:00Z",
    ),
    "reason": ("Why, in words that the user may read.", "Changed my mind"),
    "Credit.reason": (
        "What the coins are for.",
        "Quiz of Monday",
    ),
    "Credited.reason": ("What the coins are for.", "Quiz of Monday"),
    "MovementItem.reason": ("What moved the coins, in words.", "Quiz of Monday"),
    "count": ("How many records data has.", 1),
    "next": (
        "The cursor of the next page; null on the last one. In the history only "
        "when a cursor was sent.",
        None,
    ),
    "type": ("What the coins are.", "earned"),
    "reference": (
        "Your own name of the event; it posts once.",
        "quiz-4711",
    ),
    "MovementItem.reference": (
        "The reference of your credit; null for others.",
        "quiz-4711",
    ),
    "index": ("The item's place in the call, from 0.", 0),
    "CreditResult.error": ("Why the item was refused; null unless it was.", None),
    "credited": ("How many items were credited now.", 1),
    "duplicate": ("How many items had been posted before.", 0),
    "refused": ("How many items were refused.", 0),
    "items": ("The credits, which are posted in one transaction.", None),
    "all_or_nothing": ("Whether one refused item stops all.", False),
    "limit": ("How many records at most.", 50),
    "cursor": ("Where to go on; empty for the first page.", ""),
    "include": ("What the answer tells besides.", "timeline,estimate"),
    "query.from": ("Only what was asked for then or later.", "2026-01-09"),
    "query.to": ("Only what was asked for before; a date counts whole.", "2026-01-31"),
    "query.status": ("Only requests of this status.", "pending"),
    "Idempotency-Key": (
        "Your name of this act: the same key with the same body gets the same answer, "
        "and nothing is done twice.",
        "order-4711",
    ),
    "sequence": (
        "Counts the request's changes: ignore what is not higher than the last.",
        2,
    ),
    "WithdrawalEvent.type": ("What happened.", "withdrawal.completed"),
    "timestamp": ("When it happened, in UTC.", _MOMENT),
    "WithdrawalEvent.data": ("The request afterwards.", None),
}


def term(where: str, name: str) -> tuple[str, Any]:
    """The meaning of the field `name` of the schema `where`, and an example."""
    return TERMS.get(f"{where}.{name}") or TERMS[name]
