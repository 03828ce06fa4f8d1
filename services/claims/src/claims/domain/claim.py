"""A claim, from the customer's first notice of loss to our decision and the money.

    FILED ──► APPROVED ──► PAID
      │          ▲  └────────────────┐
      └──► IN_REVIEW ──► DECLINED    ▼
                 └─────────────► WITHDRAWN

The rules move a filed claim to APPROVED or to IN_REVIEW; only a person declines.
Each verb below makes one move and returns the event that says so.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from chassis.errors import Conflict, Rejected
from chassis.money import CurrencyMismatch, Money
from claims.domain.assessment import Assessment
from claims.domain.cover import Cover
from claims.domain.decision import Decision, Verdict
from claims.domain.loss import Loss
from contracts.claims import (
    ClaimApproved,
    ClaimDeclined,
    ClaimFiled,
    ClaimPaid,
    ClaimReferred,
    ClaimWithdrawn,
    Finding,
)
from contracts.insured import Peril


class Status(StrEnum):
    """Where a claim is."""

    FILED = "filed"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    DECLINED = "declined"
    PAID = "paid"
    WITHDRAWN = "withdrawn"


MOVES: Final = {
    Status.FILED: {Status.IN_REVIEW, Status.APPROVED, Status.WITHDRAWN},
    Status.IN_REVIEW: {Status.APPROVED, Status.DECLINED, Status.WITHDRAWN},
    Status.APPROVED: {Status.PAID, Status.WITHDRAWN},
}
SETTLED: Final = (Status.DECLINED, Status.PAID, Status.WITHDRAWN)
"""Nothing more comes of it."""

BY_RULES: Final = "rules"


class IllegalMove(Conflict, code="illegal-claim-move"):
    """This claim cannot go there from where it is."""


class NotCovered(Rejected, code="not-covered"):
    """The cover does not pay this loss to this amount."""


@dataclass(eq=False, kw_only=True)
class Claim:
    """A loss we were told of, and what became of it."""

    id: UUID
    number: str
    policy_id: UUID
    customer_id: UUID
    peril: Peril
    occurred_at: datetime
    occurred_on: date
    """The day of the loss by the clock of the insured place."""
    damage: Money
    property_value: Money | None
    description: str
    filed_at: datetime
    filed_by: str
    status: Status = Status.FILED
    findings: list[Finding] = field(default_factory=list)
    proposed_decision: Verdict | None = None
    proposed_amount: Money | None = None
    amount: Money | None = None
    reason: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    payment_reference: str | None = None
    paid_at: datetime | None = None
    withdrawn_at: datetime | None = None
    version: int = 1

    @classmethod
    def file(
        cls,
        claim_id: UUID,
        number: str,
        loss: Loss,
        *,
        cover: Cover,
        description: str,
        by: str,
        at: datetime,
    ) -> tuple["Claim", ClaimFiled]:
        """Take the first notice of a loss. Whether we are covered is asked next, not here."""
        loss.must_be_possible(cover, at=at)
        claim = cls(
            id=claim_id,
            number=number,
            policy_id=cover.policy_id,
            customer_id=cover.customer_id,
            peril=loss.peril,
            occurred_at=loss.occurred_at,
            occurred_on=cover.local_day(loss.occurred_at),
            damage=loss.damage,
            property_value=loss.property_value,
            description=description,
            filed_at=at,
            filed_by=by,
        )
        return claim, ClaimFiled(
            claim_id=claim.id,
            number=number,
            policy_id=claim.policy_id,
            customer_id=claim.customer_id,
            peril=claim.peril,
            occurred_at=claim.occurred_at,
            damage=claim.damage,
            filed_at=at,
        )

    def follow(self, assessment: Assessment, *, at: datetime) -> ClaimApproved | ClaimReferred:
        """Do what the rules found: approve at once, or ask a person. Never decline."""
        self.findings = assessment.findings
        self.proposed_decision = assessment.proposal
        self.proposed_amount = assessment.payable
        if assessment.straight_through:
            return self._approved(assessment.payable, by=BY_RULES, at=at)
        self._move_to(Status.IN_REVIEW)
        return ClaimReferred(
            claim_id=self.id,
            number=self.number,
            customer_id=self.customer_id,
            proposed_decision=assessment.proposal,
            proposed_amount=assessment.payable,
            findings=self.findings,
        )

    def decide(
        self, decision: Decision, *, cover: Cover, at: datetime
    ) -> ClaimApproved | ClaimDeclined:
        """A person accepts the claim for at most what the cover pays, or declines and says why."""
        amount = decision.approved
        if amount is None:
            return self._declined(decision.grounds, by=decision.by, at=at)
        most = cover.pays(self.damage, peril=self.peril, at=self.occurred_at)
        if amount.currency != most.currency:
            raise CurrencyMismatch(f"the claim is in {most.currency}", field="/amount/currency")
        self._must_move_to(Status.APPROVED)
        if not Money.zero(most.currency) < amount <= most:
            raise NotCovered(f"the cover pays {most} for this loss", field="/amount")
        self.reason = decision.reason
        return self._approved(amount, by=decision.by, at=at)

    def pay(self, reference: str, *, at: datetime) -> ClaimPaid:
        """The approved amount has left us, under this reference of the bank."""
        self._must_move_to(Status.PAID)
        amount = self._owed()
        self.status, self.payment_reference, self.paid_at = Status.PAID, reference, at
        return ClaimPaid(
            claim_id=self.id,
            number=self.number,
            customer_id=self.customer_id,
            amount=amount,
            reference=reference,
            paid_at=at,
        )

    def paid_with(self, reference: str) -> bool:
        """Whether this very payment was made before."""
        return self.status is Status.PAID and self.payment_reference == reference

    def withdraw(self, *, at: datetime) -> ClaimWithdrawn:
        """The customer takes the claim back: always possible until we have paid or declined."""
        self._move_to(Status.WITHDRAWN)
        self.withdrawn_at = at
        return ClaimWithdrawn(
            claim_id=self.id,
            number=self.number,
            customer_id=self.customer_id,
            withdrawn_at=at,
        )

    @property
    def loss(self) -> Loss:
        """What happened, as it was told to us."""
        return Loss(
            peril=self.peril,
            occurred_at=self.occurred_at,
            damage=self.damage,
            property_value=self.property_value,
        )

    def _approved(self, amount: Money, *, by: str, at: datetime) -> ClaimApproved:
        self._move_to(Status.APPROVED)
        self.amount, self.decided_by, self.decided_at = amount, by, at
        return ClaimApproved(
            claim_id=self.id,
            number=self.number,
            policy_id=self.policy_id,
            customer_id=self.customer_id,
            amount=amount,
            findings=self.findings,
            approved_by=by,
        )

    def _declined(self, reason: str, *, by: str, at: datetime) -> ClaimDeclined:
        self._move_to(Status.DECLINED)
        self.reason, self.decided_by, self.decided_at = reason, by, at
        return ClaimDeclined(
            claim_id=self.id,
            number=self.number,
            policy_id=self.policy_id,
            customer_id=self.customer_id,
            reason=reason,
            findings=self.findings,
            declined_by=by,
        )

    def _owed(self) -> Money:
        if self.amount is None:
            raise IllegalMove(f"claim {self.number} has no approved amount")
        return self.amount

    def _move_to(self, status: Status) -> None:
        self._must_move_to(status)
        self.status = status

    def _must_move_to(self, status: Status) -> None:
        if status not in MOVES.get(self.status, set()):
            raise IllegalMove(f"claim {self.number} is {self.status} and cannot become {status}")
