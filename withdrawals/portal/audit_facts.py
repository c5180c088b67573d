"""What an entry of the audit log keeps, in words."""

from typing import Any

from withdrawals.models import AuditAct, AuditEntry

_CHANGES = {AuditAct.ROLE_CHANGED, AuditAct.HANDLE_CHANGED, AuditAct.TEXT_CHANGED}
_WORDS = {True: "yes", False: "no", None: "none", "": "none"}


def facts(entry: AuditEntry) -> list[tuple[str, str]]:
    """Each with its name; of a change what was, and what is."""
    is_change = entry.act in _CHANGES
    return [
        (name.replace("_", " "), _changed(value) if is_change else _words(value))
        for name, value in entry.details.items()
    ]


def _changed(value: Any) -> str:
    if not isinstance(value, list) or len(value) != 2:
        return _words(value)
    before, after = value
    return f"{_words(before)} → {_words(after)}"


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_words, value)) or "none"
    if isinstance(value, bool | None) or value == "":
        return _WORDS[value]
    return str(value)
