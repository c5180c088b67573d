"""What is filtered by, in words."""

from typing import NamedTuple

from withdrawals.portal.filters import DATED
from withdrawals.states import Status

_WORDS = {
    "q": "“{}”",
    "status": "{}",
    "user": "User {}",
    "reviewer": "Reviewer {}",
    "payer": "Paid by {}",
    "reason": "Reason “{}”",
    "upi_id": "UPI ID {}",
    "dated": "{}",
    "since": "From {}",
    "until": "To {}",
    "hour": "Hour from {}:00",
    "least": "₹{} or more",
    "most": "₹{} or less",
}


class Chip(NamedTuple):
    words: str
    url: str  # of the same view without this filter


def words_of(name: str, value: str) -> str:
    """One filter as a chip says it: "₹100 or more"."""
    if name == "status":
        value = dict(Status.choices).get(value, value)
    elif name == "dated":
        value = DATED.get(value, (value, value))[1]
    elif name == "hour":
        value = value.replace("T", " ")
    return _WORDS[name].format(value)
