"""Sessions in the database, looked up by nothing but keys that could be ours."""

import re

from django.contrib.sessions.backends import db

_KEY = re.compile(r"[a-z0-9]{32}")


class SessionStore(db.SessionStore):
    def _validate_session_key(self, key: str | None) -> bool:
        """A cookie is anyone's claim, and PostgreSQL takes no NUL."""
        return bool(_KEY.fullmatch(key or ""))
