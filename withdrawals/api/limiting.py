"""How much of a caller's limits is left, told with every answer.

In the fields of draft-ietf-httpapi-ratelimit-headers-10: a policy has q tokens, all of
which are back after w seconds; r of them are left, and after t seconds it is full.
"""

from collections.abc import Callable
from functools import cache

from django.http import HttpRequest, HttpResponse

from withdrawals.api.ahead import known_of
from withdrawals.limits.buckets import Left, take, take_if_it_answers
from withdrawals.limits.exceptions import RateLimited
from withdrawals.limits.rates import Limit, Rate


def of_key(request: HttpRequest, whose: str, *, harmless: bool) -> None:
    """Before a call with a key is done, which moves nothing if it is harmless.

    Raises RateLimited.
    """
    act = take_if_it_answers if harmless else take
    count(request, lambda: act(Limit.KEY, whose))


def of_user(request: HttpRequest, user_id: str, limit: Limit = Limit.USER) -> None:
    """Before coins of the user's move. Raises RateLimited."""
    if limit is Limit.USER and (left := known_of(request).left):
        count(request, lambda: left(user_id))
        return
    count(request, lambda: take(limit, user_id))


def tell(request: HttpRequest, response: HttpResponse) -> None:
    """Write what was counted for the request into its answer."""
    if counted := _counted(request):
        response["RateLimit-Policy"] = ", ".join(map(_policy, counted))
        response["RateLimit"] = ", ".join(map(_left, counted))


def count(request: HttpRequest, act: Callable[[], Left | None]) -> None:
    """Take a token by `act`, and keep for the answer what is left."""
    try:
        left = act()
    except RateLimited as error:
        _counted(request).append(error.left)
        raise
    if left:
        _counted(request).append(left)


def _counted(request: HttpRequest) -> list[Left]:
    counted: list[Left] = request.__dict__.setdefault("counted", [])
    return counted


def _policy(left: Left) -> str:
    return _policy_of(left.limit, left.rate)


@cache
def _policy_of(limit: Limit, rate: Rate) -> str:
    return f'"{limit.label}";q={rate.count};w={rate.seconds}'


def _left(left: Left) -> str:
    return f'"{left.limit.label}";r={left.tokens};t={left.full_in}'
