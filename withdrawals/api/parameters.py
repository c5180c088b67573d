"""Parameters that several endpoints take."""

from typing import Any

from ninja.params.functions import Header

from withdrawals.api.fields import MUST_BE

KEY: Any = Header(
    None,
    alias="Idempotency-Key",
    description=f"{MUST_BE['Idempotency-Key']}. The same key with the same "
    "body gets the same answer, and nothing is done twice",
    pattern="^[ -~]{1,255}$",
)
