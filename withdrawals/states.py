"""The status machine as data: read by the guard, the buttons and the tests."""

from dataclasses import dataclass

from django.db.models import TextChoices


class Status(TextChoices):
    PENDING = "pending", "Pending"
    PROCESSING = "processing", "Processing"
    COMPLETED = "completed", "Completed"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


OPEN = frozenset({Status.PENDING, Status.PROCESSING})
REFUNDED = frozenset({Status.FAILED, Status.CANCELLED})


class Right(TextChoices):
    """What an actor may be allowed to do."""

    REQUEST = "request", "ask for a withdrawal and cancel it"
    REVIEW = "review", "approve, release or reject a request"
    PAY = "pay", "complete, fail or reverse a payment"
    RELEASE_ANY = "release_any", "release a request that someone else started"
    SEE_UPI = "see_upi", "see every UPI ID whole"
    REVEAL_UPI = "reveal_upi", "have one UPI ID shown, which the audit log keeps"


@dataclass(frozen=True)
class Transition:
    """One legal move: the function that makes it, and who may."""

    name: str
    source: Status
    target: Status
    right: Right
    refunds: bool = False
    starter_only: bool = False  # or whoever has Right.RELEASE_ANY


TRANSITIONS = (
    Transition("start", Status.PENDING, Status.PROCESSING, Right.REVIEW),
    Transition("cancel", Status.PENDING, Status.CANCELLED, Right.REQUEST, refunds=True),
    Transition("fail", Status.PENDING, Status.FAILED, Right.REVIEW, refunds=True),
    Transition(
        "release", Status.PROCESSING, Status.PENDING, Right.REVIEW, starter_only=True
    ),
    Transition("complete", Status.PROCESSING, Status.COMPLETED, Right.PAY),
    Transition("fail", Status.PROCESSING, Status.FAILED, Right.PAY, refunds=True),
    Transition("reverse", Status.COMPLETED, Status.FAILED, Right.PAY, refunds=True),
)


class ActorKind(TextChoices):
    USER = "user", "User"
    APP = "app", "App"
    STAFF = "staff", "Staff"
    SYSTEM = "system", "System"


# What the user reads until staff writes otherwise.
MESSAGES = {
    Status.PENDING: "Awaiting admin approval",
    Status.PROCESSING: "Approved. The payment is on its way.",
    Status.COMPLETED: "Processed successfully",
    Status.FAILED: "The payment was not made. Your coins are back.",
    Status.CANCELLED: "Cancelled. Your coins are back.",
}
