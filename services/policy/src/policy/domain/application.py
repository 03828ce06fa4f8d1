"""An application: from an offer on the table to a contract in the archive, one machine.

    NEGOTIATING ──► SUBMITTED ──► UNDERWRITING ──► ACCEPTED ──► INVOICED ──► SETTLED
                        ▲              │ ▲                                    │ ▲
                 POSTPONED ◄───────────┤ │ appeal              all signed     ▼ │ sent back
                                       ▼ │                                    SIGNED
                                    DECLINED                                    │ reviewed
                  ARCHIVED ◄── DISPATCHED ◄─────────────────────────────── IN_FORCE

    WITHDRAWN from anywhere before IN_FORCE, by the customer. INVOICED again from SETTLED and
    SIGNED, when the bank takes the premium back.

Under way in UNDERWRITING, side by side: papers asked for once, each hit rule cleared on its own, a
visit, counter-offers. INVOICED becomes SETTLED by the premium received or by credit granted.
Nothing is in force without acceptance within authority, premium or credit, and a reviewed
signature. The same picture for reading: `docs/sale.md`. The verbs are in `domain/sale/`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final, Literal
from uuid import UUID

from chassis.errors import Conflict
from chassis.money import Money
from contracts.insured import Language
from policy.domain.application_parts import (
    Acceptance,
    AskedFor,
    Dispatch,
    HitRule,
    Paper,
    Proposal,
    Requirement,
    Signature,
    Step,
    fingerprint,
)
from policy.domain.money.reference import printed, reference_of
from policy.domain.offer import Offer
from policy.domain.underwriting.cope import Inspection


class Status(StrEnum):
    """Where an application stands."""

    NEGOTIATING = "negotiating"
    SUBMITTED = "submitted"
    UNDERWRITING = "underwriting"
    ACCEPTED = "accepted"
    INVOICED = "invoiced"
    SETTLED = "settled"
    SIGNED = "signed"
    IN_FORCE = "in_force"
    DISPATCHED = "dispatched"
    ARCHIVED = "archived"
    DECLINED = "declined"
    POSTPONED = "postponed"
    WITHDRAWN = "withdrawn"


_END: Final = {Status.WITHDRAWN}
MOVES: Final[Mapping[Status, set[Status]]] = {
    Status.NEGOTIATING: {Status.SUBMITTED} | _END,
    Status.SUBMITTED: {Status.UNDERWRITING} | _END,
    Status.UNDERWRITING: {Status.ACCEPTED, Status.DECLINED, Status.POSTPONED} | _END,
    Status.ACCEPTED: {Status.INVOICED} | _END,
    Status.INVOICED: {Status.SETTLED} | _END,
    Status.SETTLED: {Status.SIGNED, Status.INVOICED} | _END,
    Status.SIGNED: {Status.IN_FORCE, Status.SETTLED, Status.INVOICED} | _END,
    Status.IN_FORCE: {Status.DISPATCHED},
    Status.DISPATCHED: {Status.ARCHIVED},
    Status.DECLINED: {Status.UNDERWRITING},
    Status.POSTPONED: {Status.SUBMITTED} | _END,
}
Settlement = Literal["premium", "credit"]
Means = Literal["cash", "card", "cheque", "bank_transfer"]


class IllegalMove(Conflict, code="illegal-application-move"):
    """This application cannot go there from where it is."""


@dataclass(eq=False, kw_only=True)
class Application:
    """What one customer wants insured, and how far it has come."""

    id: UUID
    number: str
    customer_id: UUID
    language: Language
    seller: str
    """The agent who sells it: never who decides on it."""
    line: str
    product: str
    opened_at: datetime
    proposals: Sequence[Proposal] = field(default_factory=list)
    facts: Mapping[str, str | bool | int] = field(default_factory=dict)
    """What was learnt after the offer was made: answers, and what a visit saw."""
    papers: Sequence[Paper] = field(default_factory=list)
    asked: AskedFor | None = None
    missing_answers: Sequence[str] = field(default_factory=list)
    hits: Sequence[HitRule] = field(default_factory=list)
    requirements: Sequence[Requirement] = field(default_factory=list)
    inspection: Inspection | None = None
    proposed_by: str | None = None
    """Who wants to accept it and needs somebody with more authority."""
    acceptance: Acceptance | None = None
    exposure: Decimal | None = None
    place_key: str | None = None
    accepted_at: datetime | None = None
    terms_agreed_at: datetime | None = None
    decline_reason: str | None = None
    declined_by: str | None = None
    is_appealed: bool = False
    invoiced: Money | None = None
    invoice_due_on: date | None = None
    settled_by: Settlement | None = None
    settled_at: datetime | None = None
    settlement_reference: str | None = None
    received: Money | None = None
    """What came otherwise than by a bank statement of ours, as finance says."""
    means: Means | None = None
    """How what finance took down came; None where nobody said."""
    paid_on: date | None = None
    """The day all of the premium was there, when that was written down later."""
    signatures: Sequence[Signature] = field(default_factory=list)
    reviewed_by: str | None = None
    policy_id: UUID | None = None
    dispatches: Sequence[Dispatch] = field(default_factory=list)
    steps: Sequence[Step] = field(default_factory=list)
    status: Status = Status.NEGOTIATING
    version: int = 1

    @property
    def payment_reference(self) -> str:
        """The ISO 11649 reference to pay the first premium with, in groups of four."""
        return printed(reference_of(self.number))

    @property
    def proposal(self) -> Proposal:
        """What lies on the table."""
        return self.proposals[-1]

    @property
    def offer(self) -> Offer:
        """The terms that lie on the table."""
        return self.proposal.offer

    @property
    def signer_of_life(self) -> str | None:
        """Who signed as the person whose life is insured, where that is another."""
        signed = [one.signer for one in self.signatures if one.capacity == "life_insured"]
        return signed[-1] if signed else None

    @property
    def terms_sha256(self) -> str:
        """The hash of what is agreed, conditions included: what a signature must name."""
        words = [(one.id, one.words, one.precedent, one.due_on) for one in self.requirements]
        return fingerprint((self.number, self.offer, words))

    @property
    def first_premium(self) -> Money:
        """What was asked for; refuses before anything was."""
        if self.invoiced is None:
            raise IllegalMove(f"nothing was asked for {self.number} yet: it is {self.status}")
        return self.invoiced

    @property
    def is_closed(self) -> bool:
        """Whether it was withdrawn by nobody, but idle for too long."""
        return self.status is Status.WITHDRAWN and self.steps[-1].by == "engine"

    @property
    def proven(self) -> set[str]:
        """The kinds of paper that came of the people insured; what others hand in is theirs."""
        return {paper.kind for paper in self.papers if paper.of in {"holder", "life_insured"}}

    @property
    def missing_papers(self) -> list[str]:
        """What was asked for and has not come."""
        asked = self.asked.documents if self.asked else ()
        return [kind for kind in asked if kind not in self.proven]

    @property
    def open_rules(self) -> list[HitRule]:
        """The rules a person has yet to clear."""
        return [hit for hit in self.hits if _waits(hit)]

    @property
    def open_precedents(self) -> list[Requirement]:
        """The conditions that must be met before anything is issued."""
        return [one for one in self.requirements if one.precedent and one.met_at is None]

    def must_be(self, *statuses: Status) -> None:
        """Refuse anything that is not for this stage."""
        if self.status not in statuses:
            raise IllegalMove(f"application {self.number} is {self.status}")

    def move_to(self, status: Status, *, by: str, at: datetime, note: str = "") -> None:
        """Make one move of the picture, and write it into the log."""
        if status not in MOVES.get(self.status, set()):
            raise IllegalMove(
                f"application {self.number} is {self.status}, it cannot become {status}"
            )
        self.status = status
        self.note(status.value, by=by, at=at, note=note)

    def note(self, what: str, *, by: str, at: datetime, note: str = "") -> None:
        """Write one line into the log, bound to those before it."""
        before = self.steps[-1].hash if self.steps else ""
        step = Step(what=what, by=by, at=at, note=note).chained(before)
        self.steps = [*self.steps, step]

    def log_is_whole(self) -> bool:
        """Whether no line of the log was changed, taken out or put in."""
        before = ""
        for step in self.steps:
            if step.chained(before).hash != step.hash:
                return False
            before = step.hash
        return True


def _waits(hit: HitRule) -> bool:
    return hit.cleared_at is None and hit.outcome in {"refer", "decline"}
