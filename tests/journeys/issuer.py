"""An OIDC issuer for the journeys: keys on disk, public ones served as files, tokens signed here.

python tests/journeys/issuer.py FOLDER ISSUER_URL     makes the folder
"""

import json
import sys
import time
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from joserfc import jwt
from joserfc.jwk import ECKey

AUDIENCE = "yinbao"


def make(folder: Path, issuer: str) -> None:
    """Write the private key, and below `public/` what an issuer publishes."""
    key = ECKey.generate_key("P-256", {"kid": str(uuid4())})
    public = folder / "public"
    (public / ".well-known").mkdir(parents=True)
    (folder / "private.json").write_text(json.dumps(key.as_dict(private=True)))
    (folder / "issuer").write_text(issuer)
    (public / "jwks.json").write_text(json.dumps(_published(key)))
    discovery = {"issuer": issuer, "jwks_uri": f"{issuer}/jwks.json"}
    (public / ".well-known" / "openid-configuration").write_text(json.dumps(discovery))


class FolderMint:
    """Signs tokens with the key of such a folder."""

    def __init__(self, folder: Path) -> None:
        self._key = ECKey.import_key(json.loads((folder / "private.json").read_text()))
        self._issuer = (folder / "issuer").read_text()

    def __call__(self, role: str, customer_id: UUID | None = None, **claims: Any) -> str:
        now = int(time.time())
        said: dict[str, Any] = {
            "iss": self._issuer,
            "aud": AUDIENCE,
            "sub": str(customer_id or f"journey-{role}"),
            "iat": now,
            "exp": now + 3600,
            "roles": [role],
        }
        if customer_id:
            said["customer_id"] = str(customer_id)
        return jwt.encode({"alg": "ES256", "kid": self._key.kid}, said | claims, self._key)

    def jwks(self) -> dict[str, Any]:
        return _published(self._key)


def _published(key: ECKey) -> dict[str, Any]:
    return {"keys": [{**key.as_dict(private=False), "use": "sig", "alg": "ES256"}]}


if __name__ == "__main__":
    make(Path(sys.argv[1]), sys.argv[2])
