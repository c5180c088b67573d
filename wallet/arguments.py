"""What the commands' arguments may be; argparse refuses the rest in one line."""

import re
from argparse import ArgumentTypeError

LONGEST = 24 * 60  # minutes
AN_HOUR = 60 * 60  # seconds
A_DAY, TEN_YEARS = 24, 10 * 366 * 24  # hours


def text(argument: str) -> str:
    """Text that a database can keep: the bytes were UTF-8. Raises ValueError."""
    argument.encode()
    return argument


def minutes(argument: str) -> float:
    """How long to wait between two runs."""
    try:
        value = float(argument)
    except ValueError:
        value = 0
    if not 0.1 <= value <= LONGEST:
        words = f"{argument!r} is no number of minutes from 0.1 to {LONGEST}"
        raise ArgumentTypeError(words)
    return value


def seconds(argument: str) -> float:
    """How long something is held. Raises ArgumentTypeError."""
    try:
        value = float(argument)
    except ValueError:
        value = 0
    if not 0.1 <= value <= AN_HOUR:
        words = f"{argument!r} is no number of seconds from 0.1 to {AN_HOUR}"
        raise ArgumentTypeError(words)
    return value


def hours(argument: str) -> int:
    """How old something must be: a day, or more."""
    if not re.fullmatch("[0-9]{1,5}", argument) or not (
        A_DAY <= int(argument) <= TEN_YEARS
    ):
        words = f"{argument!r} is no number of hours from {A_DAY} to {TEN_YEARS}"
        raise ArgumentTypeError(words)
    return int(argument)


def head(argument: str) -> str:
    """A head as it was printed: half of one is not one that the chain has lost."""
    if not re.fullmatch("[0-9a-f]{64}", argument):
        raise ArgumentTypeError(f"{argument!r} is no head: it has 64 digits, 0 to f")
    return argument


def whole(argument: str, least: int, most: int, of: str) -> int:
    """A whole number of something, in digits alone."""
    value = int(argument) if re.fullmatch("[0-9]{1,6}", argument) else least - 1
    if not least <= value <= most:
        words = f"{argument!r} is no number of {of} from {least} to {most}"
        raise ArgumentTypeError(words)
    return value
