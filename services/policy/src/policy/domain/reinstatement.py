"""A request to put a contract back in force.

    REQUESTED ──► GRANTED   by an underwriter, or by law: we stayed silent (China, 30 days),
        │            │      or it gives cover back for the payment alone (Spain, Germany)
        ├──► REFUSED │      by an underwriter
        └────────────┴──► CLOSED    by nobody: the contract ended, or cover was back, before

Cover comes back once it is granted, proven (where the product asks for evidence) and paid.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from chassis.errors import Conflict, Rejected
from chassis.money import Money
from statutes import Clock, Library


class ReinstatementStatus(StrEnum):
    """What became of the request."""

    REQUESTED = "requested"
    GRANTED = "granted"
    REFUSED = "refused"
    CLOSED = "closed"


OVER: Final = frozenset({ReinstatementStatus.REFUSED, ReinstatementStatus.CLOSED})
"""Nothing comes of it any more."""


SILENCE: Final = "silence"
CALENDAR: Final = "calendar"


class IllegalReinstatementMove(Conflict, code="illegal-reinstatement-move"):
    """This request is decided."""


class EvidenceMissing(Rejected, code="evidence-missing"):
    """This product asks for evidence that the risk is still insurable."""


@dataclass(eq=False, kw_only=True)
class Reinstatement:
    """One request."""

    id: UUID
    policy_id: UUID
    customer_id: UUID
    requested_at: datetime
    requested_by: str
    owed: Money
    """The arrears to be paid before cover is back."""
    gap_from: datetime
    evidence_needed: bool
    evidence: str | None
    """Where the evidence is: a document's reference."""
    answer: dict[str, Any] | None
    """The clock by which the law wants our answer, and takes silence for consent."""
    status: ReinstatementStatus = ReinstatementStatus.REQUESTED
    paid_at: datetime | None = None
    decided_at: datetime | None = None
    decided_by: str | None = None
    reason: str | None = None
    cover_back_at: datetime | None = None
    version: int = 1

    @property
    def lacks_evidence(self) -> bool:
        """Whether nobody can say yes yet, because of it."""
        waits = self.status is ReinstatementStatus.REQUESTED
        return waits and self.evidence_needed and not self.evidence

    def clock(self, library: Library) -> Clock | None:
        """By when we must answer, if the law says so."""
        return None if self.answer is None else Clock.from_dict(self.answer, library)

    def grant(self, *, by: str, reason: str, at: datetime) -> None:
        """The risk is still insurable."""
        self._must_be_open()
        if self.evidence_needed and not self.evidence:
            raise EvidenceMissing("there is no evidence of insurability yet")
        self._decided(ReinstatementStatus.GRANTED, by=by, reason=reason, at=at)

    def refuse(self, *, by: str, reason: str, at: datetime) -> None:
        """The risk is not insurable any more; the reason is for the customer to read."""
        self._must_be_open()
        self._decided(ReinstatementStatus.REFUSED, by=by, reason=reason, at=at)

    def stay_silent(self, *, library: Library, at: datetime) -> bool:
        """We did not answer in time: where the law says so, that is consent. Tells whether."""
        clock = self.clock(library)
        if self.status is not ReinstatementStatus.REQUESTED or clock is None or at < clock.due:
            return False
        self._decided(ReinstatementStatus.GRANTED, by=SILENCE, reason=clock.entry.id, at=clock.due)
        return True

    def overtake(
        self, *, by: str, rule: str, paid_at: datetime, back: datetime, at: datetime
    ) -> None:
        """Nobody need answer any more: the law has given cover back."""
        self._decided(ReinstatementStatus.GRANTED, by=by, reason=rule, at=at)
        self.paid_at, self.cover_back_at = self.paid_at or paid_at, back

    def close(self, why: str, *, at: datetime) -> None:
        """Nothing can come of it any more, whatever was answered."""
        if self.cover_back_at is None and self.status not in OVER:
            self._decided(ReinstatementStatus.CLOSED, by=CALENDAR, reason=why, at=at)

    def prove(self, evidence: str) -> None:
        """The evidence has come."""
        self._must_be_open()
        self.evidence = evidence

    def pay(self, *, at: datetime) -> None:
        """The arrears are paid."""
        self.paid_at = self.paid_at or at

    def owe(self) -> None:
        """Something of the arrears is open, again or still."""
        self.paid_at = None

    def take_effect(self, *, day_paid: datetime | None = None) -> datetime | None:
        """From when cover is back, once it is granted and paid; None until then, and only once.

        `day_paid`: when the day of payment began, where the law counts from that (China) and not
        from our word; never from before it was asked for.
        """
        ready = self.status is ReinstatementStatus.GRANTED and self.cover_back_at is None
        if not ready or self.paid_at is None or self.decided_at is None:
            return None
        by_us = max(self.paid_at, self.decided_at)
        self.cover_back_at = by_us if day_paid is None else max(day_paid, self.requested_at)
        return self.cover_back_at

    def _decided(self, status: ReinstatementStatus, *, by: str, reason: str, at: datetime) -> None:
        self.status, self.decided_by, self.reason, self.decided_at = status, by, reason, at

    def _must_be_open(self) -> None:
        if self.status is not ReinstatementStatus.REQUESTED:
            raise IllegalReinstatementMove(f"this request is {self.status}")
