"""The inbox as it fills: server-sent events that a reader can resume where they were cut off."""

import asyncio
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import Header, Request
from fastapi.responses import StreamingResponse

from chassis.web import Routes
from chassis.web.routes import OPEN_WORK
from chassis.work import Works
from notifications.domain.item import Item
from notifications.routes.inbox import Customer, ItemView, owner_of
from notifications.storage import Items
from notifications.storage.bell import Bell, bell_of

HEARTBEAT: Final = 15.0
"""Seconds of silence after which a comment shows that we are still here, and we look once more."""
COME_BACK: Final = 2_000
"""Milliseconds a reader waits before it comes back."""

routes = Routes(prefix="/inbox", tags=["inbox"])

LastEventId = Annotated[
    UUID | None,
    Header(description="The id of the last item seen: what came after it is sent first."),
]
_DESCRIBED: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "Events named `item`: `id` is the item's id, `data` the item as JSON.",
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
    }
}


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who reads a stream, from where on, and until when at most."""

    customer_id: UUID
    position: int
    until: float


@routes.get(
    "/stream",
    summary="Hear of new items as they come",
    response_class=StreamingResponse,
    responses=_DESCRIBED,
)
async def get_stream(
    request: Request, me: Customer, last_event_id: LastEventId = None
) -> StreamingResponse:
    """Without `Last-Event-ID` it starts now; with it, nothing that came later is missed.

    It ends when the token does, and when we are restarted: come back with the last id.
    """
    works: Works = request.scope[OPEN_WORK]
    bell, customer_id = bell_of(works), owner_of(me)
    bell.must_have_room(customer_id)
    async with works() as work:
        position = await Items(work).position_of(customer_id, last_event_id)
    reader = Reader(customer_id=customer_id, position=position, until=me.expires)
    return StreamingResponse(
        tell(reader, works, bell),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def tell(
    reader: Reader, works: Works, bell: Bell, *, heartbeat: float = HEARTBEAT
) -> AsyncGenerator[str, None]:
    """What the reader has not seen, then what comes, and a sign of life in between.

    Between two looks there is no transaction and no connection.
    """
    position = reader.position
    with bell.waiting(reader.customer_id) as rung:
        yield f"retry: {COME_BACK}\n\n"
        while True:
            rung.clear()
            async with works() as work:
                items = await Items(work).after(reader.customer_id, position)
            for item in items:
                position = item.position
                yield _event(item)
            if items:
                continue
            patience = min(heartbeat, reader.until - time.time())
            if bell.silent or patience <= 0:
                return
            if not await _heard(rung, patience):
                yield ": still here\n\n"


async def _heard(rung: asyncio.Event, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            return await rung.wait()
    except TimeoutError:
        return False


def _event(item: Item) -> str:
    return f"id: {item.id}\nevent: item\ndata: {ItemView.of(item).model_dump_json()}\n\n"
