"""The answers on their way from the form to the check page, in the user's session.

The token names one act. It stays until that act is done, so that the same form in two
tabs, sent twice or gone back to, makes one request.
"""

from typing import Any
from uuid import uuid4

from django.contrib.sessions.backends.base import SessionBase

Answers = dict[str, Any]

_TOKEN, _ANSWERS = "withdrawal_token", "withdrawal_answers"  # noqa: S105 (names)


def open_token(session: SessionBase) -> str:
    """The token of the form that this user has open."""
    if _TOKEN not in session:
        session[_TOKEN] = str(uuid4())
    return str(session[_TOKEN])


def keep(session: SessionBase, answers: Answers) -> None:
    """Remember checked answers: coins (int), upi_id (str), token (UUID)."""
    session[_ANSWERS] = {**answers, "token": str(answers["token"])}


def kept(session: SessionBase) -> Answers:
    """The answers last checked, or an empty dict."""
    return session.get(_ANSWERS) or {}


def close(session: SessionBase) -> None:
    """Forget the answers and their token: the next form is another act."""
    session.pop(_TOKEN, None)
    session.pop(_ANSWERS, None)
