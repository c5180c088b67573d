"""What an endpoint cannot be, and why one cannot be reached."""


class InvalidEndpoint(Exception):
    """A field of an endpoint is not as it must be; `problem` says how it must be."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field} {problem}")
        self.field, self.problem = field, problem


class TooManyEndpoints(Exception):
    """The app has as many endpoints of this mode as it may have."""

    def __init__(self, most: int) -> None:
        super().__init__(f"An app has at most {most} endpoints of a mode.")
        self.most = most


class EndpointDisabled(Exception):
    """Nothing is sent to the endpoint while it is disabled."""


class Unreachable(Exception):
    """No answer came, or nobody is asked at this address."""
