"""The claims service is under test."""

import pytest

from chassis.service import Service
from claims.service import claims


@pytest.fixture(scope="session")
def service_under_test() -> Service:
    return claims
