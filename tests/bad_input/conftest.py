"""What the tests of bad input start from: every route there is, and a house with things in it."""

from dataclasses import replace

import httpx2
import pytest
from bad_input.house import House, furnished
from bad_input.routes import Route, routes_of
from journeys.company import Company, Mint


@pytest.fixture(scope="session")
def routes(address: tuple[str, Mint]) -> list[Route]:
    """Every route of the merged OpenAPI document, so that a new one is tried by itself."""
    url, _ = address
    return routes_of(httpx2.get(f"{url}/openapi.json").raise_for_status().json())


@pytest.fixture(scope="session")
def kept() -> dict[str, House]:
    """The house of the session, once somebody furnished it: refusals leave it as it is."""
    return {}


@pytest.fixture
async def house(company: Company, routes: list[Route], kept: dict[str, House]) -> House:
    """A customer with a policy, a claim in review, a complaint and an inbox."""
    if "house" not in kept:
        kept["house"] = await furnished(company, routes)
    return replace(kept["house"], company=company)
