"""The company these tests go to: the one at YINBAO_URL, else one rehearsal for the session."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import pytest
from journeys.company import PLAIN, Company, Mint
from journeys.issuer import FolderMint

from chassis.identity.trial import TrialIssuer
from embedded.rehearsal import rehearsal


class TrialMint:
    """Signs tokens with the trial key of an embedded company."""

    def __init__(self, folder: Path) -> None:
        self._issuer = TrialIssuer.for_embedded(folder, host="127.0.0.1", oidc_issuer=None)

    def __call__(self, role: str, customer_id: UUID | None = None, **claims: Any) -> str:
        subject = str(customer_id or f"journey-{role}")
        return self._issuer.token(subject, [role], customer_id, **claims)

    def jwks(self) -> dict[str, Any]:
        return self._issuer.jwks()


@pytest.fixture(scope="session")
def address() -> Iterator[tuple[str, Mint]]:
    if url := os.environ.get("YINBAO_URL"):
        yield url, FolderMint(Path(os.environ["ISSUER_FOLDER"]))
        return
    with rehearsal() as company:
        yield company.url, TrialMint(company.trial)


@pytest.fixture
async def company(address: tuple[str, Mint]) -> AsyncIterator[Company]:
    url, mint = address
    async with httpx2.AsyncClient(base_url=url, timeout=30.0, verify=PLAIN) as http:
        yield Company(http, mint)
