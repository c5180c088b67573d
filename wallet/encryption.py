"""Secrets that the database keeps, and that nobody can read in a copy of it."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

__all__ = ["InvalidToken", "decrypt", "encrypt", "renew"]


def encrypt(text: str, purpose: str) -> str:
    """What is encrypted for one purpose opens for no other one."""
    return _keys(purpose).encrypt(text.encode()).decode()


def decrypt(token: str, purpose: str) -> str:
    """Raises InvalidToken where no key of SEALING_KEYS has encrypted it."""
    return _keys(purpose).decrypt(token.encode()).decode()


def renew(token: str, purpose: str) -> str:
    """Encrypted by the first of SEALING_KEYS, or as it is if it was by that one.

    Raises InvalidToken as decrypt does.
    """
    try:
        _fernet(settings.SEALING_KEYS[0], purpose).decrypt(token.encode())
    except InvalidToken:
        return encrypt(decrypt(token, purpose), purpose)
    return token


def _keys(purpose: str) -> MultiFernet:
    """The first of SEALING_KEYS encrypts, every one of them decrypts."""
    return MultiFernet([_fernet(key, purpose) for key in settings.SEALING_KEYS])


def _fernet(key: str, purpose: str) -> Fernet:
    digest = hashlib.sha256(f"{purpose}:{key}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
