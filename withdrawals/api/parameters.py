"""Parameters that several endpoints take."""

from typing import Any

from ninja.params.functions import Header

from withdrawals.api.fields import MUST_BE

KEY: Any = Header(
    None,
    alias="Idempotency-Key",
    description=MUST_BE["Idempotency-Key"],
    pattern="^[ -~]{1,255}$",
)
