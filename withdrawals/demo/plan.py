"""What happened to each request: drawn with a seed, so that it is the same each time.

Nothing here reads the clock or the database. Who, how much and how it ended do not
depend on `now`. Open and fresh requests have an age, the others a time of day.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from withdrawals.amounts import MAX_COINS, MIN_COINS
from withdrawals.demo.hours import IST, a_moment_to_ask, office_moments
from withdrawals.demo.people import PEOPLE
from withdrawals.demo.words import REASONS

SEED = "a month of withdrawals"

# How many requests went through which steps.
ENDINGS: dict[tuple[str, ...], int] = {
    (): 51,
    ("start", "release"): 4,
    ("start",): 20,
    ("start", "complete"): 262,
    ("reject",): 14,
    ("start", "fail"): 24,
    ("cancel",): 18,
    ("start", "complete", "reverse"): 7,
}
OPEN_ENDINGS = {(), ("start", "release"), ("start",)}
LATE_HOURS = (25.1, 25.9, 26.8, 28.4, 30.2, 33.5, 38.7, 44.3, 52.6)
FRESH = 45  # of the first so many, the paid ones are of the last day and a half


@dataclass(frozen=True)
class Step:
    """What was done to a request; `name` is a key of ENDINGS, or a note's."""

    moment: datetime
    name: str
    by: str  # a staff login; the user's own steps carry the user_id
    text: str = ""


@dataclass(frozen=True)
class Story:
    user_id: str
    coins: int
    upi_id: str
    asked_at: datetime
    steps: tuple[Step, ...]


def stories(now: datetime) -> list[Story]:
    """Every request of the demo, as seen at `now`."""
    ages = _ages()
    return [
        _story(number, ending, ages, now) for number, ending in enumerate(_endings())
    ]


def _endings() -> list[tuple[str, ...]]:
    endings = [ending for ending, count in ENDINGS.items() for _ in range(count)]
    random.Random(SEED).shuffle(endings)
    return endings


def _ages() -> Iterator[timedelta]:
    """Ages of the open requests: nine too old, the others of the last 22 hours."""
    dice = random.Random(SEED)
    opened = sum(ENDINGS[ending] for ending in OPEN_ENDINGS) - len(LATE_HOURS)
    hours = [*LATE_HOURS, *(22 * dice.random() ** 1.5 + 0.1 for _ in range(opened))]
    dice.shuffle(hours)
    return (timedelta(hours=each) for each in hours)


def _story(
    number: int, ending: tuple[str, ...], ages: Iterator[timedelta], now: datetime
) -> Story:
    dice = random.Random(f"{SEED} {number}")
    user_id = dice.choices(list(PEOPLE), [1 / (7 + n) for n in range(len(PEOPLE))])[0]
    coins, upi_id = _coins(dice), dice.choice(PEOPLE[user_id])
    is_fresh = ending == ("start", "complete") and number < FRESH
    if ending in OPEN_ENDINGS or is_fresh:
        age = timedelta(hours=dice.uniform(4, 40)) if is_fresh else next(ages)
        asked_at = now - age
        moments = [asked_at + age * dice.uniform(0.3, 0.9) for _ in ending]
    else:
        asked_at = a_moment_to_ask(dice, now, first_day=5 if "reverse" in ending else 2)
        moments = list(office_moments(dice, asked_at, ending))
    steps = _steps(dice, user_id, ending, sorted(moments))
    if not ending and dice.random() < 0.2:
        steps = [_note(dice, "priya", asked_at + (now - asked_at) / 2)]
    return Story(user_id, coins, upi_id, asked_at, tuple(steps))


def _coins(dice: random.Random) -> int:
    """Log-normal around 1,800 coins, mostly round."""
    coins = dice.lognormvariate(7.5, 1.35)
    unit = next(u for most, u in _ROUND.items() if coins < most)
    if dice.random() < 0.08:
        unit = 1
    return min(max(round(coins / unit) * unit, MIN_COINS), MAX_COINS)


_ROUND = {1_000: 50, 5_000: 100, 20_000: 500, float("inf"): 5_000}


def _steps(
    dice: random.Random, user_id: str, ending: tuple[str, ...], moments: list[datetime]
) -> list[Step]:
    reviewer, payer = _pair(dice)
    steps: list[Step] = []
    for name, moment in zip(ending, moments, strict=True):
        by = payer if name in ("complete", "fail", "reverse") else reviewer
        text = _text(dice, name, moment)
        steps.append(Step(moment, name, user_id if name == "cancel" else by, text))
        if name != "cancel" and dice.random() < 0.12:
            steps.append(_note(dice, by, moment))
        if name == "fail" and dice.random() < 0.5:
            words = dice.choice(REASONS["edit_message"])
            steps.append(Step(moment, "edit_message", by, words))
    return steps


def _pair(dice: random.Random) -> tuple[str, str]:
    """Who approves and who pays: never the same person."""
    reviewer = dice.choice(["reviewer", "priya", "arun"])
    others = {"payer", "priya", "arun"} - {reviewer}
    return reviewer, dice.choice(sorted(others))


def _note(dice: random.Random, by: str, moment: datetime) -> Step:
    return Step(moment, "add_note", by, dice.choice(REASONS["add_note"]))


def _text(dice: random.Random, name: str, moment: datetime) -> str:
    """The step's reason; a payment's UTR begins with its year and day, as UPI's do."""
    if name == "complete":
        day = moment.astimezone(IST)
        return f"{day.year % 10}{day:%j}{dice.randrange(10**8):08d}"
    return dice.choice(REASONS.get(name, [""]))
