"""A RabbitMQ for the tests that need one, wherever it can be found.

In this order: AMQP_URL, a local broker that lets `guest` in, a container if Docker is there. With
none the tests are skipped, in one line that says how to turn them on; with CI=true they fail.
"""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from urllib.parse import urlsplit

import aio_pika
import pytest

from chassis.testing.databases import run

LOCAL: Final = "amqp://guest:guest@127.0.0.1:5672/"
IMAGE: Final = "rabbitmq:4-management"
TURN_ON: Final = "no RabbitMQ: set AMQP_URL, start one on 127.0.0.1:5672, or start Docker"


@pytest.fixture(scope="session")
def amqp_url() -> Iterator[str]:
    """A broker that is there; queues and exchanges on it need random names."""
    with _found() as url:
        if url is None:
            (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(TURN_ON)
        yield url


@contextmanager
def _found() -> Iterator[str | None]:
    if named := os.environ.get("AMQP_URL"):
        yield named  # named but away is a failure of the tests that want it, not a skip
    elif run(_answers(LOCAL)):
        yield LOCAL
    else:
        yield from _contained()


async def _answers(url: str) -> bool:
    try:
        async with asyncio.timeout(5):
            # A listening port may be anything; only a broker that lets us in counts.
            _, writer = await asyncio.open_connection(urlsplit(url).hostname, urlsplit(url).port)
            writer.close()
            await writer.wait_closed()
            async with await aio_pika.connect(url):
                return True
    except (OSError, aio_pika.exceptions.AMQPError):
        return False


def _contained() -> Iterator[str | None]:
    from docker.errors import DockerException
    from testcontainers.rabbitmq import RabbitMqContainer

    try:
        container = RabbitMqContainer(IMAGE).start()
    except DockerException:
        yield None
        return
    try:
        host, port = container.get_container_host_ip(), container.get_exposed_port(5672)
        yield f"amqp://guest:guest@{host}:{port}/"
    finally:
        container.stop()
