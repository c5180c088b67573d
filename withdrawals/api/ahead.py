"""What a call will ask when its key is found, to be asked in the same journey.

PostgreSQL answers both at once. Nothing of it counts where the key is not right: then
nothing was read, and no token of a user's taken. Without it a call asks step by step.
"""

from collections.abc import Callable
from typing import NamedTuple

from django.http import HttpRequest

from wallet.rows import Row
from withdrawals.integrations.key_text import KeyText
from withdrawals.limits.buckets import Left, Part


class Ahead(NamedTuple):
    """`seen` is a query for one row; `whose` is one for the `user_id` of whoever gives
    a token, which may ask for what is `found` (the key) and `seen`.
    """

    seen: Part | None = None
    whose: Part | None = None


class Known(NamedTuple):
    """What was found: nulls where no row is; `left` takes a user's id and says what is
    left of the token's bucket, or raises RateLimited.
    """

    seen: Row | None = None
    left: Callable[[str], Left] | None = None


Foresight = Callable[[HttpRequest, KeyText], Ahead]
NOTHING, NONE_KNOWN = Ahead(), Known()


def no_foresight(request: HttpRequest, sent: KeyText) -> Ahead:
    return NOTHING


def known_of(request: HttpRequest) -> Known:
    known: Known = getattr(request, "known", NONE_KNOWN)
    return known
