"""The secrets of second factors are not kept in the clear."""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def seal(text: str) -> str:
    return _keys().encrypt(text.encode()).decode()


def unseal(token: str) -> str:
    """Raises InvalidToken where no key of MFA_KEYS has sealed it."""
    return _keys().decrypt(token.encode()).decode()


def _keys() -> MultiFernet:
    """The first of MFA_KEYS seals, every one of them opens."""
    return MultiFernet([_fernet(key) for key in settings.MFA_KEYS])


def _fernet(key: str) -> Fernet:
    digest = hashlib.sha256(b"second factor:" + key.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
