"""The short name of a request, for the phone and the bank's narration."""

import secrets

from withdrawals.models import CoinWithdrawal

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0/O, 1/I/L, no U


def new_reference() -> str:
    """Ten letters and digits for people to read out: WD, then eight at random."""
    number, letters = secrets.randbelow(len(_LETTERS) ** 8), ""
    for _ in range(8):
        number, last = divmod(number, len(_LETTERS))
        letters += _LETTERS[last]
    return f"WD{letters}"


def untaken_reference() -> str:
    """One that no request has yet."""
    while True:
        reference = new_reference()
        if not CoinWithdrawal.objects.filter(reference=reference).exists():
            return reference
