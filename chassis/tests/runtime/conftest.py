"""The runtime is tested with a service of its own, installed in `company/` for these tests."""

import sys
from pathlib import Path

import pytest

from chassis.service import Service

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE / "company")]


@pytest.fixture(scope="session")
def service_under_test() -> Service:
    from greetings.service import greetings

    return greetings
