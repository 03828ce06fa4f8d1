"""Rooms on each kind of bus."""

from collections.abc import AsyncIterator

import pytest

from chassis.testing.buses import Room, a_room


@pytest.fixture(params=["memory", pytest.param("rabbit", marks=pytest.mark.rabbit)])
async def room(request: pytest.FixtureRequest) -> AsyncIterator[Room]:
    url = request.getfixturevalue("amqp_url") if request.param == "rabbit" else None
    async with a_room(url) as room:
        yield room


@pytest.fixture
async def rabbit_room(amqp_url: str) -> AsyncIterator[Room]:
    async with a_room(amqp_url) as room:
        yield room
