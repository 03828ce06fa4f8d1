"""What only containers can show; run by `make journeys-compose` against the running ones."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from compose.containers import Containers

INSIDE = {"YINBAO_URL", "COMPOSE_PROJECT_NAME"} <= os.environ.keys()


def pytest_pycollect_makemodule(module_path: Path, parent: Any) -> None:
    """Leave with one line when no containers are there to be tried."""
    if not INSIDE:
        pytest.skip("needs the containers: make journeys-compose")


@pytest.fixture
async def containers() -> AsyncIterator[Containers]:
    """The company's containers; whatever a test stopped is started again after it."""
    running = Containers()
    yield running
    await running.start_all()
