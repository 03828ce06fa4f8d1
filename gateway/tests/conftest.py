"""What every test of the gateway may ask for."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from gateway.testing.echo import EchoService
from gateway.testing.house import House


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with AsyncExitStack() as stack:
        yield House(stack, tmp_path)


@pytest.fixture
def service() -> EchoService:
    return EchoService()
