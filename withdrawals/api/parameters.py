"""Parameters that several endpoints take."""

from typing import Any

from ninja.params.functions import Header

from withdrawals.api.fields import MUST_BE

KEY_FORM = "^[ -~]{1,255}$"
KEY: Any = Header(
    None,
    alias="Idempotency-Key",
    description=MUST_BE["Idempotency-Key"],
    pattern=KEY_FORM,
)
