"""What only the JSON face refuses: callers, bodies, fields and cursors."""

from typing import Any

from withdrawals.integrations.scopes import Scope


class KeyInAddress(Exception):
    """A key stands in the address, where every log on the way keeps it."""

    def __init__(self, parameter: str) -> None:
        super().__init__(parameter)
        self.parameter = parameter


class NetworkNotAllowed(Exception):
    """The key is right, and does not work from this address."""

    def __init__(self, ip: str) -> None:
        super().__init__(ip)
        self.ip = ip


class MissingScope(Exception):
    """The key is right, and may not do this."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self.scope = scope.value


class KeyRequired(Exception):
    """What is asked for belongs to an app, and without a key none is known."""


class InvalidJSON(Exception):
    """The body is not one unambiguous JSON object in UTF-8."""


class WrongContentType(Exception):
    """The body does not call itself application/json.

    Browsers send only other types across sites without asking, so this also keeps a
    foreign page from acting on a machine where no key is required.
    """


class InvalidFields(Exception):
    """Fields of the wrong type or form; `fields` has a message for each."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(fields)
        self.fields = fields
        self.field, self.message = next(iter(fields.items()))


class MissingFields(InvalidFields):
    """As InvalidFields, and the first of them is missing."""


class InvalidCursor(Exception):
    """The cursor is none that this list gave for this user."""


class ItemsRefused(Exception):
    """Nothing of a batch was done; `items` has the error of each bad one."""

    def __init__(self, items: list[dict[str, Any]], number: int) -> None:
        super().__init__(len(items))
        self.items, self.number, self.bad = items, number, len(items)
        self.field = items[0]["field"]
