"""One mail to one customer, from the fact it tells until it is out.

    WAITING ──► QUEUED ──► SENT
       │          ├──────► FAILED     refused for good, or tried too often
       └──────────┴──────► SKIPPED    nowhere to send it

It waits while we do not know the customer. Sending is at least once: a mail whose outcome we could
not note goes out again, under the same Message-ID, so that a repeat is recognised. A mail server
that is away is not the mail's fault: it costs no attempt.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from chassis.errors import Conflict
from chassis.events import Lane
from contracts.insured import Language
from contracts.notifications import NoticeBounced, NoticeServed
from notifications.domain.contact import Contact


class Status(StrEnum):
    """How far the mail has come."""

    WAITING = "waiting"
    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    SKIPPED = "skipped"


MOVES: Final = {
    Status.WAITING: {Status.QUEUED, Status.SKIPPED},
    Status.QUEUED: {Status.QUEUED, Status.SENT, Status.FAILED},
    Status.SENT: set[Status](),
    Status.FAILED: set[Status](),
    Status.SKIPPED: set[Status](),
}
MOST_ATTEMPTS: Final = 8
FIRST_PAUSE: Final = timedelta(seconds=30)
LONGEST_PAUSE: Final = timedelta(hours=1)
WHILE_AWAY: Final = timedelta(seconds=15)
LONGEST_ERROR: Final = 500


class IllegalMove(Conflict, code="illegal-delivery-move"):
    """This delivery cannot go there from where it is."""


class Result(StrEnum):
    """What became of one try."""

    SENT = "sent"
    FAILED = "failed"
    """Not this time."""
    REFUSED = "refused"
    """Never: there is no such mailbox, or they do not want it."""
    AWAY = "away"
    """It was not tried: nobody answered."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one try, and what the other side said."""

    result: Result
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A fact in words, in one language."""

    subject: str
    text: str
    html: str


@dataclass(eq=False, kw_only=True)
class Delivery:
    """A mail on its way; its id makes the Message-ID."""

    id: UUID
    customer_id: UUID
    fact: str
    lane: Lane
    created_at: datetime
    due_at: datetime
    status: Status = Status.WAITING
    said: dict[str, Any] | None = field(default=None, repr=False)
    """The fact itself, kept while the customer is not known."""
    language: Language | None = None
    name: str | None = field(default=None, repr=False)
    address: str | None = field(default=None, repr=False)
    subject: str | None = field(default=None, repr=False)
    text: str | None = field(default=None, repr=False)
    html: str | None = field(default=None, repr=False)
    attempts: int = 0
    error: str | None = None
    sent_at: datetime | None = None
    notice_id: UUID | None = None
    """The notice this mail carries, when somebody waits to hear whether it was served."""

    def evidence(self, *, at: datetime) -> NoticeServed | NoticeBounced | None:
        """Whether the notice it carries was served, once that is known."""
        if self.notice_id is None:
            return None
        told = {"notice_id": self.notice_id, "customer_id": self.customer_id}
        if self.status is Status.SENT:
            return NoticeServed(**told, delivery_id=self.id, served_at=self.sent_at or at)
        if self.status in {Status.FAILED, Status.SKIPPED}:
            why = self.error or "no reason given"
            return NoticeBounced(**told, delivery_id=self.id, why=why, bounced_at=at)
        return None

    def address_to(self, contact: Contact, letter: Letter, *, at: datetime) -> None:
        """We know whom to tell, and in which words."""
        self._move_to(Status.QUEUED if contact.address else Status.SKIPPED)
        self.error = None if contact.address else "no address"
        self.said, self.due_at = None, at
        self.language, self.name, self.address = contact.language, contact.name, contact.address
        self.subject, self.text, self.html = letter.subject, letter.text, letter.html

    def settle(self, outcome: Outcome, *, at: datetime) -> None:
        """Note what became of a try: out, tried again later, or given up."""
        if outcome.result is Result.AWAY:
            self._move_to(Status.QUEUED)
            self.error, self.due_at = _short(outcome.error), at + WHILE_AWAY
            return
        self.attempts += 1
        if outcome.result is Result.SENT:
            self._move_to(Status.SENT)
            self.sent_at, self.error = at, None
            return
        spent = outcome.result is Result.REFUSED or self.attempts >= MOST_ATTEMPTS
        self._move_to(Status.FAILED if spent else Status.QUEUED)
        self.error, self.due_at = _short(outcome.error), at + pause_after(self.attempts)

    def _move_to(self, status: Status) -> None:
        if status not in MOVES[self.status]:
            raise IllegalMove(f"delivery {self.id} is {self.status}, not to become {status}")
        self.status = status


def pause_after(attempts: int) -> timedelta:
    """How long to wait before trying again: twice as long each time, up to an hour."""
    return min(FIRST_PAUSE * (1 << min(attempts - 1, 16)), LONGEST_PAUSE)


def _short(error: str | None) -> str:
    return (error or "no reason given")[:LONGEST_ERROR]
