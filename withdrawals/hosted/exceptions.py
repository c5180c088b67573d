"""One exception for each rule of the hosted page, with the facts on it."""


class HostedError(Exception):
    """A rule of the hosted page was broken; nothing was changed."""


class ReturnUrlNotAllowed(HostedError):
    """The hosted page does not lead back there for this app."""


class LinkOver(HostedError):
    """The link was used, or its time is over."""
