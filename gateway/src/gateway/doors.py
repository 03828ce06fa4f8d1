"""A door: one service as the gateway sees it, with its breaker, its room in two lanes, its count.

    CLOSED ──(5 failures in a row)──► OPEN ──(pause over)──► HALF-OPEN
       ▲                               ▲                        │
       └──────────── one success ──────┼────────────────────────┤
                                       └──── a failure ─────────┘   the pause doubles

Half-open lets one request through to see. Only what the service failed to do counts (away, too
slow, broke off), never an answer it gave.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from time import monotonic
from types import TracebackType
from typing import Final

from chassis.events import Lane
from gateway.refusals import Away, Crowded, Failed, TooSlow, retry_after
from gateway.routes import Route
from gateway.upstreams import Upstream

FAILURES: Final = 5
FIRST_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 30.0


class Breaker:
    """Stops asking a service that does not answer, and finds out when it does again."""

    def __init__(self, *, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._pause = FIRST_PAUSE
        self._until = 0.0
        self._trying = False
        self.open = False

    def check(self) -> None:
        """Raises Away while the breaker is open and it is not time to try again."""
        if not self.open:
            return
        wait = self._until - self._clock()
        if wait > 0 or self._trying:
            raise Away(
                "it failed again and again and is given a pause",
                headers=[retry_after(max(wait, 1.0))],
            )
        self._trying = True

    def succeeded(self) -> None:
        """The service answered."""
        if self._failures:
            self._failures = 0
            self._pause = FIRST_PAUSE
            self.open = self._trying = False

    def failed(self) -> None:
        """The service did not answer, or not to the end."""
        self._failures += 1
        if self._trying:
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
        if self._trying or self._failures >= FAILURES:
            self.open = True
            self._trying = False
            self._until = self._clock() + self._pause

    def undecided(self) -> None:
        """The request ended for other reasons (the client left); nothing was learnt."""
        self._trying = False


class Door:
    """One service: where it is, whether it answers, how many are inside."""

    def __init__(
        self,
        name: str,
        upstream: Upstream,
        *,
        room: int = 256,
        courtesy: float = 0.5,
        streams: int = 2048,
        breaker: Breaker | None = None,
    ) -> None:
        """`courtesy` requests are let in only while less than that part of the room is taken."""
        self.name = name
        self.upstream = upstream
        self.breaker = breaker or Breaker()
        self.inside = 0
        self.streaming = 0
        self.shed = dict.fromkeys(Lane, 0)
        self._room: Final = {Lane.CORE: room, Lane.COURTESY: int(room * courtesy)}
        self._streams: Final = streams

    def enter(self, route: Route) -> AbstractContextManager[None]:
        """Go in, or be refused at once: whoever waits here only makes the crowd bigger."""
        if route.stream:
            full = self.streaming >= self._streams
        else:
            full = self.inside >= self._room[route.lane]
        if full:
            self.shed[route.lane] += 1
            raise Crowded(
                f"{self.name} has as many requests as it can take",
                headers=[retry_after(1)],
            )
        self.breaker.check()
        return _Visit(self, stream=route.stream)


class _Visit(AbstractContextManager[None]):
    """One request inside a door; how it ends tells the breaker how the service is."""

    __slots__ = ("_door", "_stream")

    def __init__(self, door: Door, *, stream: bool) -> None:
        self._door = door
        self._stream = stream
        if stream:
            door.streaming += 1
        else:
            door.inside += 1

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._stream:
            self._door.streaming -= 1
        else:
            self._door.inside -= 1
        if kind is None:
            self._door.breaker.succeeded()
        elif issubclass(kind, Failed | Away | TooSlow):
            self._door.breaker.failed()
        else:
            self._door.breaker.undecided()
