"""Waiting for what comes in its own time, on a machine that does much else as well."""

import time
from collections.abc import Callable

SLOW = 240  # seconds that a start, or any other step of a process, may take


def wait_until(
    is_so: Callable[[], object],
    why: Callable[[], object] = str,
    pause: Callable[[float], object] = time.sleep,
) -> None:
    """Until it is so; `why` says what there was instead; `pause` takes seconds."""
    until = time.monotonic() + SLOW
    while not is_so():
        assert time.monotonic() < until, why()
        pause(0.02)
