"""The stream of an inbox: what comes is told at once, what was missed is told first."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from math import inf
from typing import Any
from uuid import UUID

import pytest

from chassis.identity import TrialIssuer
from chassis.ids import new_id
from chassis.testing import Stage
from chassis.work import Works
from contracts.roles import Role
from notifications.examples import MARIA, WEI, an_item, claim_filed, registered
from notifications.loops import ring_bell
from notifications.routes.stream import Reader, tell
from notifications.storage.bell import MOST_STREAMS, bell_of

Headers = dict[str, str]
PATIENCE = 20.0


class Stream:
    """A reader of server-sent events, speaking ASGI as a server does."""

    def __init__(self) -> None:
        self.status = 0
        self._sent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._gone = asyncio.Event()
        self._asked = False
        self._rest = ""

    async def receive(self) -> dict[str, Any]:
        if not self._asked:
            self._asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        self._sent.put_nowait(message)

    def leave(self) -> None:
        self._gone.set()

    async def block(self) -> str | None:
        """The next block of lines; None at the end."""
        async with asyncio.timeout(PATIENCE):
            while "\n\n" not in self._rest:
                message = await self._sent.get()
                if message["type"] == "http.response.body":
                    self._rest += message.get("body", b"").decode()
                    if not message.get("more_body"):
                        return None
        block, _, self._rest = self._rest.partition("\n\n")
        return block

    async def started(self) -> None:
        assert await self.block() == "retry: 2000"

    async def item(self) -> dict[str, Any]:
        block = await self.block()
        assert block is not None
        fields = dict(line.split(": ", 1) for line in block.split("\n"))
        data: dict[str, Any] = json.loads(fields["data"])
        assert (fields["event"], fields["id"]) == ("item", data["id"])
        return data


@asynccontextmanager
async def reading(stage: Stage, headers: Headers) -> AsyncIterator[Stream]:
    stream = Stream()
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/v1/inbox/stream",
        "raw_path": b"/v1/inbox/stream",
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("stage", 80),
    }
    answering = asyncio.create_task(stage.running.app(scope, stream.receive, stream.send))
    try:
        yield stream
    finally:
        stream.leave()
        await answering


@asynccontextmanager
async def ringing(stage: Stage) -> AsyncIterator[None]:
    bell = asyncio.create_task(ring_bell(stage.running))
    try:
        yield
    finally:
        bell.cancel()
        await asyncio.gather(bell, return_exceptions=True)


def maria(stage: Stage, last: UUID | str | None = None) -> Headers:
    seen = {} if last is None else {"Last-Event-ID": str(last)}
    return stage.as_(Role.CUSTOMER, customer_id=MARIA) | seen


async def test_a_new_item_is_told_at_once(stage: Stage) -> None:
    await stage.hears(registered())

    async with ringing(stage), reading(stage, maria(stage)) as stream:
        await stream.started()
        await stage.hears(claim_filed())
        told = await stream.item()

    assert stream.status == 200
    assert told["fact"] == "claim-filed"
    assert told["title"] == "Hemos recibido su siniestro C-2026-000123"


async def test_a_reader_who_comes_back_misses_nothing(stage: Stage) -> None:
    seen, missed, missed_too = new_id(), new_id(), new_id()
    await stage.given(
        an_item(1, item_id=seen), an_item(2, item_id=missed), an_item(3, item_id=missed_too)
    )

    async with reading(stage, maria(stage, seen)) as stream:
        await stream.started()
        told = [(await stream.item())["id"], (await stream.item())["id"]]

    assert told == [str(missed), str(missed_too)]


async def test_more_than_a_page_may_have_been_missed(stage: Stage) -> None:
    items = [an_item(number, item_id=new_id()) for number in range(1, 252)]
    await stage.given(*items)

    async with reading(stage, maria(stage, items[0].id)) as stream:
        await stream.started()
        told = [(await stream.item())["id"] for _ in items[1:]]

    assert told == [str(item.id) for item in items[1:]]


async def test_a_reader_with_an_id_we_do_not_know_is_told_everything(stage: Stage) -> None:
    strangers, hers = new_id(), new_id()
    await stage.given(an_item(1, item_id=strangers, customer_id=WEI), an_item(1, item_id=hers))

    async with reading(stage, maria(stage, strangers)) as stream:
        await stream.started()
        told = await stream.item()

    assert told["id"] == str(hers)


async def test_nobody_is_told_what_is_not_theirs(stage: Stage) -> None:
    await stage.hears(registered())

    async with ringing(stage), reading(stage, maria(stage)) as stream:
        await stream.started()
        await stage.hears(claim_filed(customer_id=WEI), registered(customer_id=WEI))
        await stage.hears(claim_filed(number="C-2026-000777"))
        told = await stream.item()

    assert told["title"].endswith("C-2026-000777")


async def test_a_reader_on_another_replica_hears_it_too(stage: Stage) -> None:
    await stage.hears(registered())
    running = stage.running
    replica = Works(running.database, running.clock, source="another replica")
    listening = asyncio.create_task(bell_of(replica).listen(running.database))
    reader = Reader(customer_id=MARIA, position=1, until=inf)

    told = tell(reader, replica, bell_of(replica))
    await anext(told)
    following = asyncio.ensure_future(anext(told))
    await stage.hears(claim_filed())
    async with asyncio.timeout(PATIENCE):
        event = await following
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    await told.aclose()

    assert '"fact":"claim-filed"' in event


async def test_silence_is_broken_by_a_sign_of_life(stage: Stage) -> None:
    works = stage.running.works
    reader = Reader(customer_id=MARIA, position=0, until=inf)
    told = tell(reader, works, bell_of(works), heartbeat=0.01)

    said = [await anext(told), await anext(told), await anext(told)]
    await told.aclose()

    assert said == ["retry: 2000\n\n", ": still here\n\n", ": still here\n\n"]


async def test_an_idle_stream_holds_no_connection_of_the_database(stage: Stage) -> None:
    works, pool = stage.running.works, stage.running.database.engine.pool
    reader = Reader(customer_id=MARIA, position=0, until=inf)
    told = tell(reader, works, bell_of(works), heartbeat=0.01)

    await anext(told)
    await anext(told)
    held = pool.checkedout()  # type: ignore[attr-defined]
    await told.aclose()

    assert held == 0


async def test_a_missed_ring_is_made_good_by_the_next_look(stage: Stage) -> None:
    works = stage.running.works
    reader = Reader(customer_id=MARIA, position=0, until=inf)
    told = tell(reader, works, bell_of(works), heartbeat=0.01)
    await anext(told)

    await stage.given(an_item())  # nobody listens to the bell
    said = [await anext(told), await anext(told)]
    await told.aclose()

    assert any("event: item" in block for block in said)


async def test_the_stream_ends_when_the_token_does(stage: Stage, trial_issuer: TrialIssuer) -> None:
    await stage.given(an_item())
    token = trial_issuer.token(
        "maria", [Role.CUSTOMER], customer_id=MARIA, lifetime=timedelta(seconds=-5)
    )  # over, but within what clocks may differ by
    headers = {"Authorization": f"Bearer {token}", "Last-Event-ID": str(new_id())}

    async with reading(stage, headers) as stream:
        await stream.started()
        await stream.item()
        end = await stream.block()

    assert end is None


async def test_the_stream_ends_when_we_stop(stage: Stage) -> None:
    async with ringing(stage), reading(stage, maria(stage)) as stream:
        await stream.started()
        stage.running.retire()
        end = await stream.block()

    assert end is None


async def test_a_customer_has_so_many_streams_and_no_more(stage: Stage) -> None:
    held = [reading(stage, maria(stage)) for _ in range(MOST_STREAMS)]
    for one in held:
        await (await one.__aenter__()).started()

    refused = await stage.http.get("/v1/inbox/stream", headers=maria(stage))
    async with reading(stage, stage.as_(Role.CUSTOMER, customer_id=WEI)) as others:
        await others.started()
    await held.pop().__aexit__(None, None, None)
    async with reading(stage, maria(stage)) as again:
        await again.started()
    for one in held:
        await one.__aexit__(None, None, None)

    assert (refused.status_code, refused.json()["code"]) == (409, "too-many-streams")
    assert (others.status, again.status) == (200, 200)


@pytest.mark.parametrize("last", ["7", "no-id", "' OR 1=1"])
async def test_a_last_event_id_that_is_no_id_is_refused(stage: Stage, last: str) -> None:
    answer = await stage.http.get("/v1/inbox/stream", headers=maria(stage, last))

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["name"] == "last-event-id"
