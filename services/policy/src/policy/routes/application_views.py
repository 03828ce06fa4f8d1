"""Applications as they are shown."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Self
from uuid import UUID

from pydantic import BaseModel

from chassis.identity import Principal
from chassis.money import Money
from policy.domain.application import Application, Status
from policy.domain.application_parts import (
    AskedFor,
    Dispatch,
    Paper,
    Requirement,
    Side,
    Signature,
    Step,
)
from policy.domain.offer import Offer
from policy.domain.underwriting.cope import Inspection
from policy.routes.next_view import NextView


class ProposalView(BaseModel):
    """One offer of the negotiation."""

    offer: Offer
    net: Money
    total: Money
    side: Side
    at: datetime
    words: str
    agreed_at: datetime | None


class RuleView(BaseModel):
    """A rule that was hit."""

    rule_id: str
    outcome: str
    reason: dict[str, str]
    cleared_at: datetime | None
    cleared_by: str | None = None
    note: str | None = None


class AcceptanceView(BaseModel):
    """Who accepted, within which authority."""

    by: str
    level: int
    needed: int
    total: Decimal
    at: datetime
    proposed_by: str | None


class ApplicationView(BaseModel):
    """An application, as it is shown; notes of ours are for us."""

    id: UUID
    number: str
    customer_id: UUID
    seller: str
    line: str
    product: str
    status: Status
    next: NextView
    proposals: list[ProposalView]
    asked: AskedFor | None
    papers: list[Paper]
    rules: list[RuleView]
    requirements: list[Requirement]
    inspection: Inspection | None
    proposed_by: str | None
    acceptance: AcceptanceView | None
    terms_sha256: str
    terms_agreed_at: datetime | None
    decline_reason: str | None
    is_appealed: bool
    invoiced: Money | None
    invoice_due_on: date | None
    payment_reference: str
    """To be named with the payment (ISO 11649)."""
    settled_by: str | None
    signatures: list[Signature]
    policy_id: UUID | None
    dispatches: list[Dispatch]
    steps: list[Step]

    @classmethod
    def of(cls, one: Application, me: Principal, *, at: datetime) -> Self:
        """Show this application to this reader."""
        made = {
            "next": NextView.of(one, me, at=at),
            "proposals": [
                ProposalView(
                    offer=p.offer, net=p.offer.net, total=p.offer.total, side=p.side, at=p.at,
                    words=p.words, agreed_at=p.agreed_at,
                )
                for p in one.proposals
            ],
            "rules": [
                RuleView(
                    rule_id=hit.rule_id, outcome=hit.outcome, reason=dict(hit.reason),
                    cleared_at=hit.cleared_at,
                    cleared_by=hit.cleared_by if me.is_staff else None,
                    note=hit.note if me.is_staff else None,
                )
                for hit in one.hits
            ],
            "acceptance": AcceptanceView.model_validate(one.acceptance, from_attributes=True)
            if one.acceptance and me.is_staff
            else None,
            "proposed_by": one.proposed_by if me.is_staff else None,
            "inspection": one.inspection
            if one.inspection is None or me.is_staff
            else replace(one.inspection, why=one.inspection.told),
            "steps": [
                step if me.is_staff else Step(what=step.what, by="", at=step.at, hash=step.hash)
                for step in one.steps
            ],
        }  # fmt: skip
        names = cls.model_fields.keys() - made.keys()
        return cls(**{name: getattr(one, name) for name in names}, **made)
