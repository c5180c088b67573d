"""Waiting for what comes in its own time, on a machine that does much else as well."""

import time
from collections.abc import Callable

SLOW = 90  # seconds that a start, or any other step of a process, may take


def wait_until(is_so: Callable[[], object], why: Callable[[], object] = str) -> None:
    """Until it is so; `why` says what there was instead."""
    until = time.monotonic() + SLOW
    while not is_so():
        assert time.monotonic() < until, why()
        time.sleep(0.02)
