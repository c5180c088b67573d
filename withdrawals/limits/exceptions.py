from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from withdrawals.limits.buckets import Left


class RateLimited(Exception):
    """The bucket is empty: `left` says when it is not."""

    def __init__(self, left: "Left") -> None:
        super().__init__(f"{left.limit.label}: one more in {left.wait} seconds")
        self.left = left
