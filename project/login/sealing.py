"""The secrets of second factors are not kept in the clear."""

from wallet.encryption import decrypt, encrypt, renew

_PURPOSE = "second factor"


def seal(text: str) -> str:
    return encrypt(text, _PURPOSE)


def unseal(token: str) -> str:
    """Raises InvalidToken where no key of SEALING_KEYS has sealed it."""
    return decrypt(token, _PURPOSE)


def reseal(token: str) -> str:
    """By the first of SEALING_KEYS. Raises InvalidToken."""
    return renew(token, _PURPOSE)
