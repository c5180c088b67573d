"""The secrets of second factors are not kept in the clear."""

from wallet.encryption import decrypt, encrypt

_PURPOSE = "second factor"


def seal(text: str) -> str:
    return encrypt(text, _PURPOSE)


def unseal(token: str) -> str:
    """Raises InvalidToken where no key of SEALING_KEYS has sealed it."""
    return decrypt(token, _PURPOSE)
