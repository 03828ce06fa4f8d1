"""A complaint, from the customer's first word until the matter is settled.

    OPEN ──► ACKNOWLEDGED ──► ANSWERED ──► CLOSED
      ├───────────────────────►┘            ▲
      └────────────┴────────────────────────┘  by the customer only

An answer says more than an acknowledgement, so it may come first and keeps the promise too. We
close only what we have answered; the customer may close at any time. Each verb makes one move and
returns the events that say so: a promise found broken on the way is said as well, exactly once.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Self
from uuid import UUID

from chassis.errors import Conflict, NotFound, Rejected
from chassis.events import Event
from complaints.domain.promise import Promise
from contracts.complaints import (
    AcknowledgementOverdue,
    ComplaintAcknowledged,
    ComplaintAnswered,
    ComplaintClosed,
    ComplaintOpened,
)


class Status(StrEnum):
    """Where the complaint stands."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"
    CLOSED = "closed"


class About(StrEnum):
    """What the customer is not content with."""

    CLAIM = "claim"
    POLICY = "policy"
    SERVICE = "service"


MOVES: Final = {
    Status.OPEN: {Status.ACKNOWLEDGED, Status.ANSWERED, Status.CLOSED},
    Status.ACKNOWLEDGED: {Status.ANSWERED, Status.CLOSED},
    Status.ANSWERED: {Status.CLOSED},
    Status.CLOSED: set[Status](),
}
SETTLED: Final = (Status.ANSWERED, Status.CLOSED)
"""We have nothing more to say to it."""


class NoSuchComplaint(NotFound):
    """There is no such thing."""

    def __init__(self) -> None:
        super().__init__("there is no such complaint, or it is not yours")


class IllegalMove(Conflict, code="illegal-complaint-move"):
    """This complaint cannot go there from where it is."""


class NotAnswered(Conflict, code="complaint-not-answered"):
    """We do not close what we have not answered."""


class WrongTopic(Rejected, code="wrong-topic"):
    """A complaint is about one claim, about one policy, or about our service as a whole."""


@dataclass(frozen=True)
class Topic:
    """What a complaint is about: the kind, and which one unless it is our service as a whole."""

    about: About
    about_id: UUID | None = None

    def __post_init__(self) -> None:
        named = self.about_id is not None
        if named is (self.about is About.SERVICE):
            need = "names no single thing" if named else "needs the id of the one it is about"
            raise WrongTopic(f"a complaint about {self.about} {need}", field="/about_id")


@dataclass(eq=False, kw_only=True)
class Complaint:
    """One complaint of one customer."""

    id: UUID
    number: str
    customer_id: UUID
    topic: Topic
    description: str
    opened_by: str
    opened_at: datetime
    promise: Promise
    status: Status = Status.OPEN
    acknowledged_by: str | None = None
    answer_text: str | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None
    closed_by: str | None = None
    closed_at: datetime | None = None
    version: int = 1

    @classmethod
    def opened(
        cls,
        *,
        complaint_id: UUID,
        number: str,
        customer_id: UUID,
        topic: Topic,
        description: str,
        by: str,
        at: datetime,
    ) -> tuple[Self, ComplaintOpened]:
        """A customer is not content, and our promise starts to run."""
        complaint = cls(
            id=complaint_id,
            number=number,
            customer_id=customer_id,
            topic=topic,
            description=description,
            opened_by=by,
            opened_at=at,
            promise=Promise.made(at),
        )
        event = ComplaintOpened(
            complaint_id=complaint_id,
            number=number,
            customer_id=customer_id,
            about=topic.about.value,
            about_id=topic.about_id,
            opened_at=at,
            acknowledge_by=complaint.promise.acknowledge_by,
        )
        return complaint, event

    def acknowledge(self, *, by: str, at: datetime) -> list[Event]:
        """An officer has it in hand."""
        self._move_to(Status.ACKNOWLEDGED)
        said = self.miss_promise(at=at)
        self.promise = self.promise.acknowledged(at)
        self.acknowledged_by = by
        return [
            *said,
            ComplaintAcknowledged(
                complaint_id=self.id,
                number=self.number,
                customer_id=self.customer_id,
                acknowledged_at=at,
                in_time=self.promise.broken_at is None,
            ),
        ]

    def answer(self, text: str, *, by: str, at: datetime) -> list[Event]:
        """Our answer, in words the customer can read."""
        self._move_to(Status.ANSWERED)
        said = self.miss_promise(at=at)
        self.promise = self.promise.acknowledged(at)
        self.answer_text, self.answered_by, self.answered_at = text, by, at
        return [
            *said,
            ComplaintAnswered(
                complaint_id=self.id,
                number=self.number,
                customer_id=self.customer_id,
                answer=text,
                answered_at=at,
            ),
        ]

    def close(self, *, by: str, by_customer: bool, at: datetime) -> list[Event]:
        """The matter is settled."""
        if not by_customer and self.status in {Status.OPEN, Status.ACKNOWLEDGED}:
            raise NotAnswered(f"complaint {self.number} is {self.status}: answer it first")
        self._move_to(Status.CLOSED)
        said = self.miss_promise(at=at)
        self.promise = self.promise.released(at)
        self.closed_by, self.closed_at = by, at
        return [
            *said,
            ComplaintClosed(
                complaint_id=self.id,
                number=self.number,
                customer_id=self.customer_id,
                closed_at=at,
            ),
        ]

    def miss_promise(self, *, at: datetime) -> list[Event]:
        """Put the breach on record if there is one and nobody has yet; says so once."""
        if not self.promise.is_overdue(at):
            return []
        self.promise = self.promise.broken(at)
        return [
            AcknowledgementOverdue(
                complaint_id=self.id,
                number=self.number,
                customer_id=self.customer_id,
                acknowledge_by=self.promise.acknowledge_by,
            )
        ]

    def _move_to(self, status: Status) -> None:
        if status not in MOVES[self.status]:
            raise IllegalMove(
                f"complaint {self.number} is {self.status}, it cannot become {status}"
            )
        self.status = status
