"""What long work is at: written by whoever works, told by a thread beside it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread

Doing = Callable[[str], object]  # is told what is being done now, in words


class Progress:
    """What is being done now; any thread may read it."""

    words = ""

    def doing(self, words: str) -> None:
        self.words = words


def unseen(words: str) -> None:
    """For work that nobody watches."""


@contextmanager
def every(pause: timedelta, act: Callable[[], object]) -> Iterator[None]:
    """Call `act` after each pause, in a thread of its own, until the block ends."""
    done = Event()

    def repeat() -> None:
        while not done.wait(pause.total_seconds()):
            act()

    thread = Thread(target=repeat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
