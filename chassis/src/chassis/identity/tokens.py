"""Access tokens: a signed statement of the issuer about the caller, checked line by line."""

import binascii
import hashlib
import json
import warnings
from base64 import urlsafe_b64decode
from collections import OrderedDict
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError, SecurityWarning

from chassis.clock import Clock, SystemClock
from chassis.errors import BadToken
from chassis.identity.keys import GivenKeys, IssuerKeys, KeyRing, KeySource
from chassis.identity.principal import Principal

KEY_TYPE_OF: Final = {
    "RS256": "RSA",
    "RS384": "RSA",
    "RS512": "RSA",
    "PS256": "RSA",
    "PS384": "RSA",
    "PS512": "RSA",
    "ES256": "EC",
    "ES384": "EC",
    "ES512": "EC",
    "EdDSA": "OKP",
    "Ed25519": "OKP",
}
"""The signatures we accept, all asymmetric, and the type of key each is made with."""

LEEWAY: Final = timedelta(seconds=30)
LARGEST_TOKEN: Final = 8192
_TOKEN_TYPES: Final = frozenset({"jwt", "at+jwt", "application/at+jwt"})
_REMEMBERED: Final = 4096
_REMEMBERED_FOR: Final = timedelta(minutes=5)
_LONGEST_SUBJECT: Final = 255


class TokenVerifier:
    """Turns an access token into a principal, or refuses it.

    `roles_claim` is a claim's name or a dotted path to it (`realm_access.roles`); it holds a list,
    or one string with spaces. A `customer_claim` that is no UUID is a mistake of the issuer and
    refused, never ignored: ignoring it would show a customer an empty house.
    """

    def __init__(
        self,
        *,
        issuer: str,
        audience: str,
        keys: KeySource | None = None,
        jwks_url: str | None = None,
        roles_claim: str = "roles",
        customer_claim: str = "customer_id",
        clock: Clock | None = None,
    ) -> None:
        self._issuer = issuer
        self._audience = audience
        self._clock = clock or SystemClock()
        self._ring = KeyRing(keys or IssuerKeys(issuer, jwks_url), self._clock)
        self._roles_claim = roles_claim
        self._customer_claim = customer_claim
        self._verified: OrderedDict[bytes, tuple[float, Principal]] = OrderedDict()

    async def verify(self, token: str) -> Principal:
        """Who the token speaks for; raises `BadToken` when it is not good."""
        if len(token) > LARGEST_TOKEN or not token.isascii():
            raise BadToken("that is no access token")
        now = self._clock.now().timestamp()
        fingerprint = hashlib.sha256(token.encode("ascii")).digest()
        remembered = self._verified.get(fingerprint)
        if remembered is not None and now < remembered[0]:
            return remembered[1]
        claims = await self._claims(token)
        expires = self._check_times(claims, now)
        self._check_addressee(claims)
        principal = self._principal(claims)
        until = min(expires + LEEWAY.total_seconds(), now + _REMEMBERED_FOR.total_seconds())
        self._verified[fingerprint] = (until, principal)
        self._verified.move_to_end(fingerprint)
        while len(self._verified) > _REMEMBERED:
            self._verified.popitem(last=False)
        return principal

    async def _claims(self, token: str) -> Mapping[str, Any]:
        header = _header_of(token)
        algorithm = header.get("alg")
        kty = KEY_TYPE_OF.get(algorithm) if isinstance(algorithm, str) else None
        if kty is None or not isinstance(algorithm, str):
            raise BadToken("the token is not signed in a way we accept")
        if str(header.get("typ", "JWT")).lower() not in _TOKEN_TYPES or "crit" in header:
            raise BadToken("that is no access token")
        kid = header.get("kid")
        if kid is not None and not isinstance(kid, str):
            raise BadToken("that is no access token")
        key = await self._ring.find(kid, kty)
        if key is None:
            raise BadToken("the token is signed with a key we do not know")
        try:
            with warnings.catch_warnings():  # of the name EdDSA, which issuers still use
                warnings.simplefilter("ignore", SecurityWarning)
                return jwt.decode(token, key, algorithms=[algorithm]).claims
        except (JoseError, ValueError, TypeError, RecursionError) as error:
            raise BadToken("the token's signature does not hold") from error

    def _check_times(self, claims: Mapping[str, Any], now: float) -> float:
        expires, not_before = _instant(claims.get("exp")), _instant(claims.get("nbf", 0))
        leeway = LEEWAY.total_seconds()
        if now >= expires + leeway:
            raise BadToken("the token has expired")
        if now < not_before - leeway:
            raise BadToken("the token is not good yet")
        return expires

    def _check_addressee(self, claims: Mapping[str, Any]) -> None:
        if claims.get("iss") != self._issuer:
            raise BadToken("the token is of another issuer")
        audience = claims.get("aud")
        if self._audience not in (audience if isinstance(audience, list) else [audience]):
            raise BadToken("the token is meant for somebody else")

    def _principal(self, claims: Mapping[str, Any]) -> Principal:
        subject = claims.get("sub")
        if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST_SUBJECT:
            raise BadToken("the token does not say whom it is about")
        if not subject.isprintable():
            raise BadToken("the token does not say whom it is about")
        return Principal(
            subject=subject,
            roles=_names(_at(claims, self._roles_claim)),
            customer_id=_customer(_at(claims, self._customer_claim)),
            expires=float(claims["exp"]),
        )


def _header_of(token: str) -> Mapping[str, Any]:
    written = token.partition(".")[0]
    try:
        header = json.loads(urlsafe_b64decode(written + "=" * (-len(written) % 4)))
    except (binascii.Error, ValueError, RecursionError) as error:
        raise BadToken("that is no access token") from error
    if not isinstance(header, dict):
        raise BadToken("that is no access token")
    return header


def _instant(written: object) -> float:
    if isinstance(written, int | float) and not isinstance(written, bool):
        try:
            return float(written)
        except OverflowError:
            pass
    raise BadToken("the token does not say how long it is good")


def _at(claims: Mapping[str, Any], path: str) -> Any:
    """The claim of that very name (names may hold dots), else the one at the end of the path."""
    if path in claims:
        return claims[path]
    found: Any = claims
    for step in path.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found


def _names(written: Any) -> frozenset[str]:
    if isinstance(written, str):
        return frozenset(written.split())
    if isinstance(written, list):
        return frozenset(name for name in written if isinstance(name, str))
    return frozenset()


def _customer(written: Any) -> UUID | None:
    if written is None:
        return None
    try:
        return UUID(written)
    except (ValueError, TypeError, AttributeError) as error:
        raise BadToken("the token names a customer in a way we cannot read") from error


__all__ = ["GivenKeys", "IssuerKeys", "TokenVerifier"]
