"""The policy service is under test."""

import pytest

from chassis.service import Service
from policy.service import policy


@pytest.fixture(scope="session")
def service_under_test() -> Service:
    return policy
