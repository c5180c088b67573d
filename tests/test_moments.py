"""Times as the list writes them, beside what datetime's own formats say."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from withdrawals.portal.moments import moment

AT = "2026-11-05T07:35:09.999999", "2026-07-01T00:00:00", "2024-02-29T18:29:59.5"


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "UTC", "America/St_Johns"])
@pytest.mark.parametrize("at", AT)
def test_a_time_is_written_as_by_its_own_formats(at, zone):
    local = datetime.fromisoformat(f"{at}Z").astimezone(ZoneInfo(zone))
    assert moment(local) == (
        local.isoformat(timespec="seconds"),
        f"{local:%-d %b, %H:%M}",
        f"{local:%-d %b %Y, %H:%M}",
    )
