"""The text of a key: cw_live_<public id>_<secret>, or cw_test_…

Letters and digits only between the underscores: a double click marks the whole, and no
address, shell or header writes it another way.
"""

import re
import secrets
import string
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Self

_LETTERS = string.ascii_letters + string.digits
PUBLIC, SECRET = 12, 43  # letters: 62 ** 43 is more than 2 ** 256
_FORM = re.compile(
    rf"cw_(?P<mode>live|test)_(?P<public_id>[0-9A-Za-z]{{{PUBLIC}}})"
    rf"_(?P<secret>[0-9A-Za-z]{{{SECRET}}})"
)


@dataclass(frozen=True)
class KeyText:
    """`secret` is known to whoever holds the key, and to nobody else."""

    is_test: bool
    public_id: str
    secret: str = field(repr=False)

    def __str__(self) -> str:
        """The whole key: to be shown once."""
        return f"cw_{mode_of(self.is_test)}_{self.public_id}_{self.secret}"

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the whole key: a search of 2 ** 256 needs no slow hash."""
        return sha256(str(self).encode()).hexdigest()

    @classmethod
    def new(cls, *, is_test: bool) -> Self:
        return cls(is_test, _random(PUBLIC), _random(SECRET))

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """None for anything that is not the text of a key."""
        found = _FORM.fullmatch(text)
        if found is None:
            return None
        return cls(found["mode"] == "test", found["public_id"], found["secret"])


def mode_of(is_test: bool) -> str:
    """As a key and a person say it."""
    return "test" if is_test else "live"


def _random(length: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(length))
