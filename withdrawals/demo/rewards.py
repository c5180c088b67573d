"""The coins that the demo's users earn before they ask for them."""

import random
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from wallet.ledger import Movement
from wallet.models import TransactionType
from withdrawals.demo.hours import IST
from withdrawals.demo.people import FRESH_COINS, FRESH_USERS
from withdrawals.demo.plan import SEED, Story
from withdrawals.demo.words import EARNED, REFERRED

LARGEST = 9_000  # coins that somebody earns at once
REFERRAL = 250


def nightly(stories: Iterable[Story]) -> dict[datetime, list[Movement]]:
    """What the app credits each night, at four: enough for every request after it."""
    dice = random.Random(SEED)
    nights: defaultdict[datetime, list[Movement]] = defaultdict(list)
    for number, story in enumerate(stories):
        left = round(story.coins * dice.uniform(1.02, 1.4))
        while left > 0:
            kind, reason, coins = _earning(dice, left)
            night = _night(story.asked_at, dice.randint(1, 8))
            reference = f"credit:demo-{number}-{left}"
            nights[night].append(
                Movement(story.user_id, coins, kind, reason, reference)
            )
            left -= coins
    first = min(nights)
    nights[first] += [_welcome(user_id) for user_id in FRESH_USERS]
    return nights


def _earning(dice: random.Random, left: int) -> tuple[TransactionType, str, int]:
    if dice.random() < 0.1:
        return TransactionType.REFERRAL_BONUS, REFERRED, REFERRAL
    coins = min(left, dice.randrange(200, LARGEST, 50))
    return TransactionType.EARNED, dice.choice(EARNED), coins


def _night(moment: datetime, days_before: int) -> datetime:
    four = moment.astimezone(IST).replace(hour=4, minute=0, second=0, microsecond=0)
    return four - timedelta(days=days_before)


def _welcome(user_id: str) -> Movement:
    return Movement(
        user_id,
        FRESH_COINS,
        TransactionType.EARNED,
        EARNED[0],
        f"credit:demo-{user_id}",
    )
