"""How often something may be done, as the environment says."""

import re
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache
from typing import Self

from django.conf import settings

SECOND = 1_000_000  # microseconds, in which buckets count
_FORM = re.compile(r"([1-9][0-9]{0,8})/([1-9][0-9]{0,5})")


class MalformedRate(ValueError):
    """The text is not of the form count/seconds."""


@dataclass(frozen=True)
class Rate:
    """So many at once; what was taken comes back evenly, all of it in `seconds`."""

    count: int
    seconds: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "30/60"; raise MalformedRate."""
        found = _FORM.fullmatch(text)
        rate = cls(int(found[1]), int(found[2])) if found else None
        if rate is None or not rate.interval:
            raise MalformedRate(
                f"{text[:30]!r} is not count/seconds, such as 30/60, with at most "
                f"{SECOND} for each second"
            )
        return rate

    @cached_property
    def interval(self) -> int:
        """Microseconds until one more comes back."""
        return self.seconds * SECOND // self.count

    @cached_property
    def size(self) -> int:
        """Microseconds from empty to full: a whole number of intervals."""
        return self.interval * self.count


class Limit(Enum):
    """What is limited, under the name that callers read, by which setting."""

    KEY = "key", "RATE_PER_KEY"
    USER = "user", "RATE_PER_USER"  # what a user asks for and takes back
    CREDITS = "credits", "RATE_PER_USER"  # coins given to a user one by one

    def __init__(self, label: str, setting: str) -> None:
        self.label, self.setting = label, setting

    @property
    def rate(self) -> Rate:
        return _parsed(getattr(settings, self.setting))


_parsed = lru_cache(Rate.parse)
