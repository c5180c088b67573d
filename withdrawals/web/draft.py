"""The answers on their way from the form to the check page, kept in the session.

The token names one act. It stays until that act is done, so that the same form in two
tabs, sent twice or gone back to, makes one request.
"""

from collections.abc import MutableMapping
from typing import Any
from uuid import uuid4

Answers = dict[str, Any]
Session = MutableMapping[str, Any]

_TOKEN, _ANSWERS = "withdrawal_token", "withdrawal_answers"  # noqa: S105 (names)


def open_token(session: Session) -> str:
    """The token of the form that this user has open."""
    if _TOKEN not in session:
        session[_TOKEN] = str(uuid4())
    return str(session[_TOKEN])


def keep(session: Session, answers: Answers) -> None:
    """Remember checked answers: coins (int), upi_id (str), token (UUID)."""
    session[_ANSWERS] = {**answers, "token": str(answers["token"])}


def kept(session: Session) -> Answers:
    """The answers last checked, or an empty dict."""
    return session.get(_ANSWERS) or {}


def close(session: Session) -> None:
    """Forget the answers and their token: the next form is another act."""
    session.pop(_TOKEN, None)
    session.pop(_ANSWERS, None)


def begun(coins: int | None, upi_id: str) -> Answers:
    """A session in which these answers stand in the form already, unchecked."""
    given = {"coins": coins, "upi_id": upi_id}
    return {_ANSWERS: {name: value for name, value in given.items() if value}}
