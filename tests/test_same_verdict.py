"""One kind of value, one verdict, whatever the door it is brought to."""

import pytest

from tests.corpus.values import AMOUNTS, REASONS, UPI_IDS, UTRS
from tests.doors import Doors, verdicts

DOORS = {
    "amount": (AMOUNTS, ["json_amount", "form_amount", "check_amount"]),
    "UPI ID": (UPI_IDS, ["json_upi_id", "form_upi_id", "check_upi_id"]),
    "reason": (
        REASONS,
        [
            *("json_reason", "fail_reason", "release_reason"),
            *("reverse_reason", "admin_reason"),
        ],
    ),
    "UTR": (UTRS, ["complete_utr", "admin_utr"]),
}


@pytest.mark.parametrize(
    ("kind", "door"), [(kind, door) for kind in DOORS for door in DOORS[kind][1]]
)
def test_every_door_gives_the_same_verdict(api, alice, meera, kind, door):
    expected, _ = DOORS[kind]
    found = verdicts(getattr(Doors(api, alice, meera), door), expected)
    assert {t: v for t, v in found.items() if v != expected[t]} == {}
