"""The short name of a request, for the phone and the bank's narration."""

import secrets

from withdrawals.models import CoinWithdrawal

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0/O, 1/I/L, no U


def new_reference() -> str:
    """Ten letters and digits for people to read out: WD, then eight at random."""
    while True:
        reference = "WD" + "".join(secrets.choice(_LETTERS) for _ in range(8))
        if not CoinWithdrawal.objects.filter(reference=reference).exists():
            return reference
