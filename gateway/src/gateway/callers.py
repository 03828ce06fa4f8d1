"""Who is calling, for the rate limit and to turn strangers away early.

What is found here goes nowhere: the token itself travels on, and each service verifies it again.
"""

from collections.abc import Callable
from time import monotonic
from typing import Final, Protocol

from chassis.errors import Unauthenticated, Unavailable
from chassis.identity.principal import Principal
from gateway.refusals import Away, Refused, Unknown, retry_after

LONGEST_TOKEN: Final = 8192


class Verifier(Protocol):
    """Verifies an access token; chassis.identity.tokens.TokenVerifier does."""

    async def verify(self, token: str) -> Principal:
        """Whose token it is; raises Unauthenticated."""
        ...


class Callers:
    """Remembers for a short while whose a token is: verifying costs as much as forwarding."""

    def __init__(
        self,
        verifier: Verifier,
        *,
        lifetime: float = 30.0,
        remembered: int = 10_000,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """A token that ends is let through here for at most `lifetime` seconds more."""
        self._verifier = verifier
        self._lifetime: Final = lifetime
        self._remembered: Final = remembered
        self._clock = clock
        self._known: dict[bytes, tuple[float, Principal]] = {}

    def known(self, authorization: bytes | None) -> Principal | None:
        """Whose token this is, if it was verified a moment ago."""
        found = self._known.get(authorization or b"")
        if found is None or found[0] < self._clock():
            return None
        return found[1]

    async def identify(self, authorization: bytes | None) -> Principal:
        """Whose token this is. Raises Unknown, or Away when no keys can be had to tell."""
        if authorization is None:
            raise _unknown("send an access token: Authorization: Bearer …")
        scheme, _, token = authorization.partition(b" ")
        if scheme.lower() != b"bearer" or not token or len(token) > LONGEST_TOKEN:
            raise _unknown("the Authorization header is not a bearer token", b"invalid_request")
        try:
            principal = await self._verifier.verify(token.strip().decode("ascii"))
        except (Unauthenticated, UnicodeDecodeError) as error:
            detail = error.detail if isinstance(error, Unauthenticated) else "that is no token"
            raise _unknown(detail, b"invalid_token") from None
        except Unavailable as error:
            raise Away(error.detail, headers=[retry_after(1)]) from None
        while len(self._known) >= self._remembered:
            del self._known[next(iter(self._known))]
        self._known.pop(authorization, None)
        self._known[authorization] = (self._clock() + self._lifetime, principal)
        return principal


def _unknown(detail: str, error: bytes | None = None) -> Refused:
    challenge = b'Bearer realm="yinbao"' + (b', error="%s"' % error if error else b"")
    return Unknown(detail, headers=[(b"www-authenticate", challenge)])
