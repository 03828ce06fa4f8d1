"""The work of a request: opened when a route asks for it, committed before the answer leaves."""

from contextlib import AsyncExitStack
from typing import Annotated, Final

from fastapi import Depends, Request

from chassis.work import OpenWork, Work

HELD: Final = "chassis.work"
"""Where a request's scope keeps its work."""


class HeldWork:
    """At most one work per request; leaving `stack` ends it."""

    __slots__ = ("_open", "_reading", "_stack", "_work")

    def __init__(self, open_work: OpenWork, stack: AsyncExitStack, *, reading: bool) -> None:
        self._open = open_work
        self._reading = reading
        self._stack = stack
        self._work: Work | None = None

    async def get(self) -> Work:
        """The work, opened now if it was not yet."""
        if self._work is None:
            self._work = await self._stack.enter_async_context(self._open(reading=self._reading))
        return self._work


async def _current_work(request: Request) -> Work:
    held: HeldWork = request.scope[HELD]
    return await held.get()


CurrentWork = Annotated[Work, Depends(_current_work)]
"""The request's transaction. It commits when the route has returned, before the answer leaves."""
