"""Sessions in the database, looked up by nothing but keys that could be ours."""

import re
from datetime import datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.db.models import QuerySet
from django.utils import timezone

from wallet.statements import Statement

_KEY = re.compile(r"[a-z0-9]{32}")


def _data(key: str, now: datetime) -> QuerySet[Any, Any]:
    sessions = SessionStore.get_model_class().objects
    return sessions.filter(session_key=key, expire_date__gt=now).values_list(
        "session_data"
    )


_DATA = Statement(_data, str, datetime)


class SessionStore(db.SessionStore):
    def load(self) -> dict[str, Any]:
        """What every request asks first."""
        found = _DATA.rows(self.session_key or "", timezone.now())
        if found:
            return self.decode(found[0][0])
        self._session_key = None
        return {}

    def _validate_session_key(self, key: str | None) -> bool:
        """A cookie is anyone's claim, and PostgreSQL takes no NUL."""
        return bool(_KEY.fullmatch(key or ""))
