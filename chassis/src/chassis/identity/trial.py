"""The trial issuer: signs tokens for rehearsals, and refuses to exist anywhere else."""

import ipaddress
import json
import os
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, Self
from uuid import UUID

from joserfc import jwt
from joserfc.jwk import ECKey

from chassis.clock import Clock, SystemClock
from chassis.identity.keys import GivenKeys
from chassis.identity.tokens import TokenVerifier
from chassis.ids import new_id

ISSUER: Final = "urn:yinbao:trial"
AUDIENCE: Final = "yinbao"
_FILE: Final = "trial-issuer.json"


class TrialIssuerRefused(Exception):
    """Not here: a real issuer is configured, or others than this machine can reach us."""


class TrialIssuer:
    """Tokens without a login. Made by `for_tests` or `for_embedded`, never directly."""

    issuer = ISSUER
    audience = AUDIENCE

    def __init__(self, key: ECKey, clock: Clock) -> None:
        self._key = key
        self._clock = clock

    @classmethod
    def for_tests(cls, clock: Clock | None = None) -> Self:
        """A key that nobody keeps."""
        return cls(_new_key(), clock or SystemClock())

    @classmethod
    def for_embedded(cls, data_dir: Path, *, host: str, oidc_issuer: str | None) -> Self:
        """The key of this data folder, kept in a file that only its owner reads.

        `host` is where the gateway listens: a loopback address, or it refuses.
        """
        if oidc_issuer:
            raise TrialIssuerRefused("a real issuer is configured: OIDC_ISSUER")
        if not _is_loopback(host):
            raise TrialIssuerRefused(f"trial tokens are for this machine alone, not for {host}")
        return cls(_kept_key(Path(data_dir) / _FILE), SystemClock())

    def token(
        self,
        subject: str,
        roles: Iterable[str] = (),
        customer_id: UUID | None = None,
        lifetime: timedelta = timedelta(hours=1),
        **claims: Any,
    ) -> str:
        """An access token for `subject`, good from now on for `lifetime`."""
        now = int(self._clock.now().timestamp())
        said: dict[str, Any] = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": subject,
            "iat": now,
            "exp": now + int(lifetime.total_seconds()),
            "roles": sorted(str(role) for role in roles),
        }
        if customer_id is not None:
            said["customer_id"] = str(customer_id)
        header = {"alg": "ES256", "typ": "at+jwt", "kid": self._key.kid}
        return jwt.encode(header, said | claims, self._key)

    def jwks(self) -> dict[str, Any]:
        """The public key, as issuers publish theirs."""
        public = self._key.as_dict(private=False)
        return {"keys": [{**public, "use": "sig", "alg": "ES256"}]}

    def verifier(self, clock: Clock | None = None) -> TokenVerifier:
        """A verifier that trusts this issuer and no other."""
        return TokenVerifier(
            issuer=ISSUER,
            audience=AUDIENCE,
            keys=GivenKeys(self.jwks()),
            clock=clock or self._clock,
        )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _new_key() -> ECKey:
    return ECKey.generate_key("P-256", {"kid": str(new_id())})


def _kept_key(path: Path) -> ECKey:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(_new_key().as_dict(private=True), file)
        draft.rename(path)
    path.chmod(0o600)
    return ECKey.import_key(json.loads(path.read_text()))
