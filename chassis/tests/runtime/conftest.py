"""The runtime is tested with a service of its own, installed in `company/` for these tests."""

import sys
from pathlib import Path

import pytest

from chassis.service import Service

COMPANY = Path(__file__).parent / "company"
sys.path.insert(0, str(COMPANY))


@pytest.fixture(scope="session")
def company() -> Path:
    """The folder to put on a child process's path."""
    return COMPANY


@pytest.fixture(scope="session")
def service_under_test() -> Service:
    from greetings.service import greetings

    return greetings
