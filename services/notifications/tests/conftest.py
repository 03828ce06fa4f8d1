"""Which service these tests are about."""

import pytest

from chassis.service import Service
from notifications.service import notifications


@pytest.fixture(scope="session")
def service_under_test() -> Service:
    return notifications
