"""Events: past-tense facts a service says aloud, and the envelope that carries one.

A class is a fact: frozen, named by its wire name (`claims.claim-approved.v1`), about one subject.
The envelope holds what CloudEvents 1.0 calls attributes; `chassis.wire` turns it into the
binary-mode message that crosses the bus.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class Lane(StrEnum):
    """Core before courtesy: what must never wait behind what may."""

    CORE = "core"
    COURTESY = "courtesy"


class Event(BaseModel):
    """A fact, in the past tense. Unknown fields are ignored: contracts only ever grow."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    wire_name: ClassVar[str]
    subject_field: ClassVar[str]
    lane: ClassVar[Lane]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Let the class keywords through: pydantic hands them to the method below."""

    @classmethod
    def __pydantic_init_subclass__(
        cls, *, name: str = "", subject: str = "", lane: Lane = Lane.CORE, **kwargs: Any
    ) -> None:
        """Register the fact under its wire name: `class X(Event, name=…, subject="claim_id")`."""
        super().__pydantic_init_subclass__(**kwargs)
        if not name:
            return  # an abstract base shared by several facts
        if name in _registry:
            raise TypeError(f"two events are named {name}")
        if subject not in cls.model_fields:
            raise TypeError(f"{name}: the subject {subject!r} is not one of its fields")
        cls.wire_name, cls.subject_field, cls.lane = name, subject, lane
        _registry[name] = cls

    @property
    def subject(self) -> str:
        """The id of the aggregate this fact is about."""
        return str(getattr(self, self.subject_field))


_registry: dict[str, type[Event]] = {}


def event_class(wire_name: str) -> type[Event] | None:
    """The class published under `wire_name`, if this process knows it."""
    return _registry.get(wire_name)


def known_events() -> Iterator[type[Event]]:
    """Every event class of this process, by wire name."""
    return (_registry[name] for name in sorted(_registry))


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """One event under way: CloudEvents attributes, and the fact as JSON.

    `subject_version` counts the facts its publisher has said about this subject, from 1:
    a reader of all of them sees gaps and reordering by it.
    """

    id: UUID
    type: str
    source: str
    subject: str
    subject_version: int
    time: datetime
    lane: Lane
    data: bytes
    traceparent: str | None = None
