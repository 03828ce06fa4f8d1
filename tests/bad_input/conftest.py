"""What the tests of bad input start from: every route there is, and a house with things in it."""

import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import replace
from random import randrange
from typing import Any, TypeVar

import httpx2
import pytest
from bad_input.house import House, furnished
from bad_input.routes import Route, routes_of
from journeys.company import PLAIN, Company, Mint

from chassis.testing import is_thorough
from chassis.testing.databases import run

T = TypeVar("T")

# It reads the whole document before its first test, takes minutes, and several workers would try
# but its first door: it goes to the containers alone, with the journeys (`make journeys-compose`).
collect_ignore = [] if "YINBAO_URL" in os.environ else ["test_schemathesis.py"]


@pytest.fixture(scope="session")
def routes(address: tuple[str, Mint]) -> list[Route]:
    """Every route of the merged OpenAPI document, so that a new one is tried by itself."""
    url, _ = address
    document = httpx2.get(f"{url}/openapi.json", timeout=60.0).raise_for_status().json()
    return routes_of(document)


@pytest.fixture(scope="session")
def kept(address: tuple[str, Mint], routes: list[Route]) -> House:
    """The house of the session, furnished once: refusals leave it as it is."""
    return _with_company(address, lambda company: furnished(company, routes))


def _with_company(address: tuple[str, Mint], does: Callable[[Company], Awaitable[T]]) -> T:
    """Do it beside the tests' loops, with a connection of its own."""
    url, mint = address

    async def doing() -> T:
        async with httpx2.AsyncClient(base_url=url, timeout=30.0, verify=PLAIN) as http:
            return await does(Company(http, mint))

    return run(doing())


def _how_often(fixture_name: str, config: Any) -> str:
    """Counting costs as much as asking: once a file, and around each test in a thorough run."""
    return "function" if is_thorough() else "module"


@pytest.fixture(scope=_how_often)
def nothing_done(address: tuple[str, Mint], kept: House) -> Iterator[None]:
    """Whatever the tests of a file try leaves no trace; a thorough run says which one did."""
    before = _with_company(address, lambda company: replace(kept, company=company).at_rest())
    yield
    after = _with_company(address, lambda company: replace(kept, company=company).count())
    assert after == before


def own_address(url: str) -> str | None:
    """Another address of this machine to ask from, where there are more than one."""
    here = url.startswith("http://127.0.0.1") and sys.platform == "linux"
    return f"127.{randrange(1, 255)}.{randrange(255)}.{randrange(1, 255)}" if here else None


@pytest.fixture
async def company(address: tuple[str, Mint]) -> AsyncIterator[Company]:
    """Asked by each test from an address of its own: strangers of one may ask only so often."""
    url, mint = address
    transport = httpx2.AsyncHTTPTransport(verify=PLAIN, local_address=own_address(url))
    async with httpx2.AsyncClient(base_url=url, timeout=30.0, transport=transport) as http:
        yield Company(http, mint)


@pytest.fixture
def house(company: Company, kept: House) -> House:
    """A customer with a policy, a claim in review, a complaint, an inbox and much else."""
    return replace(kept, company=company)
