"""What the tests of bad input start from: every route there is, and a house with things in it."""

from dataclasses import replace

import httpx2
import pytest
from bad_input.document import STILL_TO_TRY
from bad_input.house import House, furnished
from bad_input.routes import Route, routes_of
from journeys.company import Company, Mint

from chassis.testing.databases import run


@pytest.fixture(scope="session")
def routes(address: tuple[str, Mint]) -> list[Route]:
    """Every route of the merged OpenAPI document, so that a new one is tried by itself."""
    url, _ = address
    document = httpx2.get(f"{url}/openapi.json", timeout=60.0).raise_for_status().json()
    return [one for one in routes_of(document) if not one.template.startswith(STILL_TO_TRY)]


@pytest.fixture(scope="session")
def kept(address: tuple[str, Mint], routes: list[Route]) -> House:
    """The house of the session, furnished once: refusals leave it as it is."""
    url, mint = address

    async def furnish() -> House:
        async with httpx2.AsyncClient(base_url=url, timeout=30.0) as http:
            return await furnished(Company(http, mint), routes)

    return run(furnish())


@pytest.fixture
def house(company: Company, kept: House) -> House:
    """A customer with a policy, a claim in review, a complaint and an inbox."""
    return replace(kept, company=company)
