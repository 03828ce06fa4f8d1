"""The refusals of HTTP itself: what can be wrong with a request before any use case sees it."""

from typing import Literal

from chassis.errors import Refusal

Place = Literal["header", "query", "path"]


class HttpRefusal(Refusal):
    """A request that no use case has seen. `parameter` names the header or parameter to blame."""

    def __init__(
        self, detail: str, *, parameter: str | None = None, place: Place = "header"
    ) -> None:
        super().__init__(detail)
        self.parameter = parameter
        self.place = place


class BadRequest(HttpRefusal, code="bad-request"):
    """The request cannot be understood."""


class MalformedJson(HttpRefusal, code="malformed-json"):
    """The body is not well-formed JSON."""


class UnsupportedMediaType(HttpRefusal, code="unsupported-media-type"):
    """The body is not of a kind we read."""


class BodyTooLarge(HttpRefusal, code="body-too-large"):
    """The body is larger than we read."""


class HeadersTooLarge(HttpRefusal, code="headers-too-large"):
    """The headers are larger than we read."""


class AddressTooLong(HttpRefusal, code="address-too-long"):
    """The address is longer than we read."""


class PreconditionRequired(HttpRefusal, code="precondition-required"):
    """Say which version you mean to change."""


class KeyInFlight(HttpRefusal, code="idempotency-in-flight"):
    """A request with this Idempotency-Key is being answered right now."""


class KeyReused(HttpRefusal, code="idempotency-key-reused"):
    """This Idempotency-Key was used for another request."""
