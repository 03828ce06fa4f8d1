"""A RabbitMQ for the tests that need one, wherever it can be found.

In this order: AMQP_URL, a local broker that lets `guest` in, a container if Docker is there. With
none the tests are skipped, in one line that says how to turn them on; with CI=true they fail.
"""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import aio_pika
import pytest

from chassis.testing.databases import run

LOCAL: Final = "amqp://guest:guest@127.0.0.1:5672/"
IMAGE: Final = "rabbitmq:4-management"
STARTING: Final = 90
TURN_ON: Final = "no RabbitMQ: set AMQP_URL, start one on 127.0.0.1:5672, or start Docker"


@pytest.fixture(scope="session")
def amqp_url() -> Iterator[str]:
    """A broker that is there; queues and exchanges on it need random names."""
    with broker() as url:
        yield url


@contextmanager
def broker() -> Iterator[str]:
    """Find a broker, or skip or fail the test that asks."""
    if named := os.environ.get("AMQP_URL"):
        yield named  # named but away is a failure of the tests that want it, not a skip
    elif run(_answers(LOCAL)):
        yield LOCAL
    else:
        with _container() as url:
            yield url


@contextmanager
def _container() -> Iterator[str]:
    from docker.errors import DockerException
    from testcontainers.core.container import DockerContainer

    try:
        container = DockerContainer(IMAGE).with_exposed_ports(5672).start()
    except DockerException:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(TURN_ON)
    try:
        host, port = container.get_container_host_ip(), container.get_exposed_port(5672)
        url = f"amqp://guest:guest@{host}:{port}/"
        if not run(_answers(url, within=STARTING)):
            pytest.fail(f"{IMAGE} did not answer within {STARTING} s")
        yield url
    finally:
        container.stop()


async def _answers(url: str, *, within: float = 0) -> bool:
    give_up = asyncio.get_running_loop().time() + within
    while True:
        try:
            async with asyncio.timeout(5), await aio_pika.connect(url):
                return True
        except (OSError, aio_pika.exceptions.AMQPError):
            if asyncio.get_running_loop().time() >= give_up:
                return False
            await asyncio.sleep(0.5)
