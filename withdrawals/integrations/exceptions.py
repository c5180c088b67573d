"""One exception for each rule of apps and keys, with the facts on it."""


class IntegrationError(Exception):
    """A rule of apps and keys was broken; nothing was changed."""


class InvalidApp(IntegrationError):
    """The name or the title of an app is not of the form it must have."""


class InvalidReturnUrl(IntegrationError):
    """The text is no address that a page may lead back to."""


class NameTaken(IntegrationError):
    """An app of this name is there already."""


class InvalidScopes(IntegrationError):
    """The scopes of a key are none, or hold one that nobody knows."""


class InvalidNetwork(IntegrationError):
    """The text is not an address or a network in CIDR form."""


class InvalidExpiry(IntegrationError):
    """A key that is made expires in the future, if ever."""


class TooManyKeys(IntegrationError):
    """The app has as many live keys of this mode as it may have."""

    def __init__(self, most: int, mode: str) -> None:
        super().__init__(
            f"an app has at most {most} {mode} keys that work: revoke one of them first"
        )
        self.most, self.mode = most, mode


class KeyEnded(IntegrationError):
    """The key has been revoked or has expired."""
