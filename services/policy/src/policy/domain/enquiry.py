"""A question the policy text does not answer: somebody of ours does, within the hours we promise.

    OPEN ──► ANSWERED

The promise is a clock of the statutes (`YB-ANSWER`, ours): four working hours. It breaks at its due
time whether or not we notice; a late answer does not mend it.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Self
from uuid import UUID

from chassis.errors import Conflict, NotFound
from chassis.events import Event
from contracts.insured import Language
from contracts.policy import EnquiryAnswered, EnquiryOverdue, EnquiryReceived
from statutes import Clock, State, law

PROMISE: Final = "YB-ANSWER"


class Status(StrEnum):
    """Where the enquiry stands."""

    OPEN = "open"
    ANSWERED = "answered"


class NoSuchEnquiry(NotFound):
    """There is no such thing."""

    def __init__(self) -> None:
        super().__init__("there is no such enquiry, or it is not yours")


class AlreadyAnswered(Conflict, code="enquiry-answered"):
    """This enquiry has its answer."""


@dataclass(eq=False, kw_only=True)
class Enquiry:
    """One question of one person, who need not be a customer yet."""

    id: UUID
    number: str
    asked_by: str
    """The subject of the token it was asked with."""
    customer_id: UUID | None
    prospect_id: UUID | None = None
    """Whom we answer where a visitor asked, whom no token names."""
    question: str
    language: Language
    product: str | None
    asked_at: datetime
    promise: Clock
    status: Status = Status.OPEN
    answer_text: str | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None
    version: int = 1

    @classmethod
    def received(
        cls,
        enquiry_id: UUID,
        number: str,
        *,
        asked_by: str,
        customer_id: UUID | None,
        question: str,
        language: Language,
        product: str | None,
        at: datetime,
        prospect_id: UUID | None = None,
    ) -> tuple[Self, list[Event]]:
        """A question came, and our promise starts to run; a customer is told by when we answer."""
        enquiry = cls(
            id=enquiry_id,
            number=number,
            asked_by=asked_by,
            customer_id=customer_id,
            prospect_id=prospect_id,
            question=question,
            language=language,
            product=product,
            asked_at=at,
            promise=Clock.start(law().entry(PROMISE), at),
        )
        if enquiry.reader is None:
            return enquiry, []
        event = EnquiryReceived(
            enquiry_id=enquiry_id,
            number=number,
            customer_id=enquiry.reader,
            question=question,
            received_at=at,
            answer_by=enquiry.promise.due,
        )
        return enquiry, [event]

    @property
    def reader(self) -> UUID | None:
        """Whom we write to: the customer whose enquiry it is, or the prospect who asked."""
        return self.customer_id or self.prospect_id

    def answer(self, text: str, *, by: str, at: datetime) -> list[Event]:
        """Our answer, in words the asker can read."""
        if self.status is Status.ANSWERED:
            raise AlreadyAnswered(f"enquiry {self.number} was answered at {self.answered_at}")
        said = self.miss_promise(at=at)
        self.promise = self.promise.satisfy(at)
        self.status = Status.ANSWERED
        self.answer_text, self.answered_by, self.answered_at = text, by, at
        if self.reader is None:
            return said
        event = EnquiryAnswered(
            enquiry_id=self.id,
            number=self.number,
            customer_id=self.reader,
            question=self.question,
            answer=text,
            answered_at=at,
        )
        return [*said, event]

    def miss_promise(self, *, at: datetime) -> list[Event]:
        """Put the breach on record if there is one and nobody has yet; says so once."""
        if self.promise.state(at) is not State.BREACHED or self.promise.breached_at is not None:
            return []
        self.promise = self.promise.breach(at)
        if self.reader is None:
            return []
        event = EnquiryOverdue(
            enquiry_id=self.id,
            number=self.number,
            customer_id=self.reader,
            answer_by=self.promise.due,
        )
        return [event]
