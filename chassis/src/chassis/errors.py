"""Refusals: the ways a service says no, named by kind and never by HTTP status.

`chassis.web.problems` is the only module that turns a kind into a status code.
"""

from collections.abc import Mapping
from typing import ClassVar


class Refusal(Exception):
    """The request was understood and the answer is no.

    The docstring of a kind is its title for the reader; the message says what exactly was refused.
    `field` is a JSON pointer into the request body when one field is to blame; `retry_after` is
    after how many seconds the same request may be answered differently. `words` say the message in
    the languages it is written in, for whoever asks for one of them.
    """

    code: ClassVar[str] = "refused"

    def __init_subclass__(cls, *, code: str | None = None) -> None:
        if code:
            cls.code = code

    def __init__(
        self,
        detail: str,
        *,
        field: str | None = None,
        retry_after: int | None = None,
        words: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.words = words or {}
        self.detail = detail
        self.field = field
        self.retry_after = retry_after


class NotFound(Refusal, code="not-found"):
    """There is no such thing."""


class Conflict(Refusal, code="conflict"):
    """The thing exists, but its present state forbids this."""


class Stale(Refusal, code="stale"):
    """The thing has changed since you read it; read it again."""


class Rejected(Refusal, code="rejected"):
    """A business rule forbids this, whatever the state."""


class Forbidden(Refusal, code="forbidden"):
    """You may not do this."""


class Unauthenticated(Refusal, code="unauthenticated"):
    """We do not know who you are."""


class BadToken(Unauthenticated):
    """Your access token is not good."""


class Unavailable(Refusal, code="unavailable"):
    """We cannot answer this now; try again shortly."""
