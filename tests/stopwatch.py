"""How long acts take on a machine that does other things as well: only the ratios of
what was measured in turns hold.
"""

import time
from collections.abc import Callable, Mapping
from statistics import median

Acts = Mapping[str, Callable[[], object]]


def measure(acts: Acts, rounds: int, *, after_itself: bool = False) -> dict[str, float]:
    """Seconds, the median of the rounds, in which one act follows the other.

    `after_itself`: each is done twice and measured once, so that it does not pay for
    what another leaves: caches of the processor that hold other things, and garbage.
    """
    took: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(rounds):
        for name, act in acts.items():
            if after_itself:
                act()
            start = time.perf_counter()
            act()
            took[name].append(time.perf_counter() - start)
    return {name: median(seconds) for name, seconds in took.items()}
