"""When the demo's people ask, and when the finance team works, in Indian time."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

IST = ZoneInfo("Asia/Kolkata")
OPENS, CLOSES = 10, 19  # the finance team's hours
DAYS = 29
_ASKING = [2, 1, 1, 0, 0, 1, 2, 4, 6, 7, 7, 6, 6, 7, 6, 5, 5, 6, 8, 10, 12, 11, 8, 4]


def a_moment_to_ask(dice: random.Random, now: datetime, first_day: int) -> datetime:
    """A moment of an earlier day, mostly in the evening."""
    midnight = now.astimezone(IST).replace(hour=0, minute=0, second=0, microsecond=0)
    hour = dice.choices(range(24), _ASKING)[0]
    days = round(dice.triangular(first_day, DAYS, first_day))  # business grows
    day = midnight - timedelta(days=days)
    return day + timedelta(hours=hour, seconds=dice.randrange(3600))


def office_moments(
    dice: random.Random, asked_at: datetime, ending: tuple[str, ...]
) -> Iterator[datetime]:
    """When each step was made: staff needs an hour or two, and goes home at night."""
    moment = asked_at
    for name in ending:
        if name == "reverse":
            moment += timedelta(days=1)
        moment += timedelta(hours=min(dice.expovariate(0.7), 5))
        if name != "cancel":
            moment = _in_office(dice, moment)
        yield moment


def _in_office(dice: random.Random, moment: datetime) -> datetime:
    if OPENS <= moment.hour < CLOSES:
        return moment
    day = moment + timedelta(days=1) if moment.hour >= CLOSES else moment
    opening = day.replace(hour=OPENS, minute=0, second=0)
    return opening + timedelta(minutes=dice.uniform(2, 50))
