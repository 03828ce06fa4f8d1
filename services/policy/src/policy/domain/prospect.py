"""A prospect: somebody who spoke to us and has no file yet, with their own agent and our promise.

    NEW ──► ANSWERED ──► CUSTOMER
      └─────────────────────┘

The first answer keeps the promise. Becoming a customer opens the file under the same id, so what
was said to the prospect stays theirs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Literal
from uuid import UUID

from chassis.errors import Conflict
from chassis.events import Event
from contracts.insured import Language
from contracts.policy import AnswerOverdue, ConsentChanged, ProspectWelcomed
from statutes import Clock, law

Channel = Literal["web", "phone", "branch", "email", "chat", "event", "referral"]
ANSWER_ENTRY: Final = "YB-ANSWER"


class Purpose(StrEnum):
    """What somebody may allow us."""

    CONTACT = "contact"
    MARKETING = "marketing"
    PROFILING = "profiling"


class ProspectStatus(StrEnum):
    """How far we know each other."""

    NEW = "new"
    ANSWERED = "answered"
    CUSTOMER = "customer"


class AlreadyCustomer(Conflict, code="already-customer"):
    """They have a file of their own now."""


class AlreadyKnown(Conflict, code="already-known"):
    """This person has been welcomed before."""


@dataclass(frozen=True, kw_only=True)
class Consent:
    """A yes or a no to one purpose: when, and how it was said. Every word is kept."""

    purpose: Purpose
    granted: bool
    how: str
    at: datetime


@dataclass(eq=False, kw_only=True)
class Prospect:
    """Somebody who may become a customer; `id` is the id their file will have."""

    id: UUID
    name: str
    email: str | None
    phone: str | None
    language: Language
    time_zone: str
    channel: Channel
    agent: str
    consents: Sequence[Consent]
    met_at: datetime
    """When they spoke to us for the first time."""
    welcomed_at: datetime | None
    """When the welcome went out; None where they gave no address, or no leave to write to it."""
    answer_by: datetime
    answered_at: datetime | None = None
    answered_by: str | None = None
    broken_at: datetime | None = None
    """When we noticed that the promise is broken; it broke at `answer_by`."""
    status: ProspectStatus = ProspectStatus.NEW
    version: int = 1

    @classmethod
    def welcome(
        cls,
        prospect_id: UUID,
        *,
        name: str,
        email: str | None,
        phone: str | None,
        language: Language,
        time_zone: str,
        channel: Channel,
        agent: str,
        consents: Mapping[Purpose, bool],
        how: str,
        at: datetime,
    ) -> tuple["Prospect", ProspectWelcomed]:
        """The first contact: an agent by name, and a promise by when we answer."""
        prospect = cls(
            id=prospect_id,
            name=name,
            email=email,
            phone=phone,
            language=language,
            time_zone=time_zone,
            channel=channel,
            agent=agent,
            consents=[
                Consent(purpose=purpose, granted=granted, how=how, at=at)
                for purpose, granted in consents.items()
            ],
            met_at=at,
            welcomed_at=None,
            answer_by=Clock.start(law().entry(ANSWER_ENTRY), at).due,
        )
        may_contact = prospect.consents_to(Purpose.CONTACT)
        if may_contact and email is not None:
            prospect.welcomed_at = at
        event = ProspectWelcomed(
            customer_id=prospect.id,
            name=name,
            email=email if may_contact else None,
            phone=phone if may_contact else None,
            language=language,
            time_zone=time_zone,
            agent=agent,
            welcomed_at=at,
            answer_by=prospect.answer_by,
        )
        return prospect, event

    def consents_to(self, purpose: Purpose) -> bool:
        """What they said last about it; silence is no."""
        said = [one.granted for one in self.consents if one.purpose is purpose]
        return bool(said) and said[-1]

    def consent(
        self, purpose: Purpose, *, granted: bool, how: str, at: datetime
    ) -> ConsentChanged | None:
        """Say yes or take it back; the same word again changes nothing."""
        if self.consents_to(purpose) is granted:
            return None
        self.consents = [
            *self.consents, Consent(purpose=purpose, granted=granted, how=how, at=at)
        ]  # fmt: skip
        is_customer = self.status is ProspectStatus.CUSTOMER
        return ConsentChanged(
            customer_id=self.id,
            purpose=purpose.value,
            granted=granted,
            email=self.email if self.consents_to(Purpose.CONTACT) else None,
            keeps_file=is_customer,
            changed_at=at,
        )

    def answer(self, *, by: str, at: datetime) -> list[Event]:
        """A person of ours answered for the first time."""
        said = self.miss_promise(at=at)
        if self.answered_at is None:
            self.answered_at, self.answered_by = at, by
        if self.status is ProspectStatus.NEW:
            self.status = ProspectStatus.ANSWERED
        return said

    def become_customer(self, *, at: datetime) -> list[Event]:
        """Their file is opened, under the same id; that answers them, too."""
        if self.status is ProspectStatus.CUSTOMER:
            raise AlreadyCustomer("they have a file already")
        said = self.answer(by=self.agent, at=at)
        self.status = ProspectStatus.CUSTOMER
        return said

    def miss_promise(self, *, at: datetime) -> list[Event]:
        """Put the breach on record if there is one and nobody has yet; says so once."""
        if self.answered_at or self.broken_at or at < self.answer_by:
            return []
        self.broken_at = at
        return [AnswerOverdue(customer_id=self.id, agent=self.agent, answer_by=self.answer_by)]

    def promise(self, now: datetime) -> Literal["running", "kept", "broken"]:
        """How our promise stands, whether or not the alarm has rung yet."""
        if self.answered_at is not None:
            return "kept" if self.answered_at < self.answer_by else "broken"
        return "running" if now < self.answer_by else "broken"
