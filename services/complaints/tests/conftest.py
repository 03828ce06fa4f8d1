"""Which service these tests are about."""

import pytest

from chassis.service import Service
from complaints.service import complaints


@pytest.fixture(scope="session")
def service_under_test() -> Service:
    return complaints
