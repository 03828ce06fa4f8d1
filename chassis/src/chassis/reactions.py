"""Reactions: what a service does when others speak, and when its own alarms ring."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from chassis.events import Event, Lane
from chassis.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """An alarm that has rung."""

    name: str
    key: str
    due_at: datetime
    lane: Lane


E = TypeVar("E", bound=Event)
Reaction = Callable[[Any, Work], Awaitable[None]]
AlarmReaction = Callable[[Alarm, Work], Awaitable[None]]


class Reactions:
    """A register: `@on(ClaimApproved)` and `@on.alarm("acknowledgement-due")`."""

    def __init__(self) -> None:
        self.events: dict[type[Event], Reaction] = {}
        self.alarms: dict[str, AlarmReaction] = {}

    def __call__(
        self, event: type[E]
    ) -> Callable[[Callable[[E, Work], Awaitable[None]]], Callable[[E, Work], Awaitable[None]]]:
        """Call the decorated function once for each `event` heard, in one work."""

        def register(
            reaction: Callable[[E, Work], Awaitable[None]],
        ) -> Callable[[E, Work], Awaitable[None]]:
            if event in self.events:
                raise TypeError(f"{event.wire_name} already has a reaction")
            self.events[event] = reaction
            return reaction

        return register

    def alarm(self, name: str) -> Callable[[AlarmReaction], AlarmReaction]:
        """Call the decorated function once for each alarm `name` that rings, in one work."""

        def register(reaction: AlarmReaction) -> AlarmReaction:
            if name in self.alarms:
                raise TypeError(f"the alarm {name} already has a reaction")
            self.alarms[name] = reaction
            return reaction

        return register
