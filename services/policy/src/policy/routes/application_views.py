"""Applications as they are shown."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from chassis.identity import Principal
from chassis.money import Money
from contracts.policy.premiums import PayTo
from policy.domain.application import Application, Means, Status
from policy.domain.application_parts import (
    Acceptance,
    AskedFor,
    Dispatch,
    Paper,
    Requirement,
    Side,
    Signature,
    Step,
)
from policy.domain.offer import Offer
from policy.domain.underwriting.authority import UNKNOWN, Counted, in_euros
from policy.domain.underwriting.cope import Inspection
from policy.routes.next_view import NextView
from policy.storage.money.rules import collection_rules


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


class CountedView(BaseModel):
    """What the sum that says who may accept is made of. The yardstick is ours, and no rate."""

    offer: Money = Field(description="The most one event may cost by this offer, in its currency.")
    yardstick: Decimal | None = Field(
        description="How many euros one unit of that currency counts for; empty where nobody has"
        " said, which is for the committee."
    )
    offer_in_euros: Money | None
    same_customer: Money = Field(
        description="What was accepted of the same customer within the window, in euros."
    )
    same_address: Money = Field(
        description="What is accepted at the same address and lasts, in euros."
    )

    @classmethod
    def of(cls, one: Counted) -> Self:
        """Show this sum."""
        known = one.yardstick is not None
        return cls(
            offer=one.offer,
            yardstick=one.yardstick,
            offer_in_euros=in_euros(one.in_euros) if known else None,
            same_customer=in_euros(one.customer),
            same_address=in_euros(one.address),
        )


class AcceptanceView(BaseModel):
    """Who accepted, within which authority."""

    by: str
    level: int
    needed: int
    total: Money | None = Field(
        description="What counted for the limits of authority, in euros by our yardstick: this"
        " offer, and the larger of what counts beside it. Empty in a currency without a yardstick."
    )
    made_of: CountedView | None = Field(
        description="Empty where it was accepted before this was written down."
    )
    at: datetime
    proposed_by: str | None

    @classmethod
    def of(cls, one: Acceptance) -> Self:
        """Show this acceptance."""
        return cls(
            by=one.by,
            level=one.level,
            needed=one.needed,
            total=in_euros(one.total) if one.total < UNKNOWN else None,
            made_of=None if one.made_of is None else CountedView.of(one.made_of),
            at=one.at,
            proposed_by=one.proposed_by,
        )


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
    pay_to: PayTo | None
    """The account of ours that takes payments in the currency of the offer, if there is one."""
    settled_by: str | None
    means: Means | None
    """How the premium came that finance took down by hand."""
    signatures: list[Signature]
    policy_id: UUID | None
    dispatches: list[Dispatch]
    steps: list[Step]

    @classmethod
    def of(cls, one: Application, me: Principal, *, at: datetime) -> Self:
        """Show this application to this reader."""
        made = {
            "next": NextView.of(one, me, at=at),
            "pay_to": collection_rules().pay_to.get(one.offer.currency),
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
            "acceptance": AcceptanceView.of(one.acceptance)
            if one.acceptance and me.is_staff
            else None,
            "proposed_by": one.proposed_by if me.is_staff else None,
            "inspection": one.inspection
            if one.inspection is None or me.is_staff
            else replace(one.inspection, why=one.inspection.told),
            "papers": [p if _may_know(p.by, me) else replace(p, by="") for p in one.papers],
            "signatures": [
                s
                if me.is_staff or s.validation is None
                else replace(s, validation=replace(s.validation, by=""))
                for s in one.signatures
            ],
            "steps": [
                step if me.is_staff else Step(what=step.what, by="", at=step.at, hash=step.hash)
                for step in one.steps
            ],
        }  # fmt: skip
        names = cls.model_fields.keys() - made.keys()
        return cls(**{name: getattr(one, name) for name in names}, **made)


def _may_know(who: str, me: Principal) -> bool:
    """A customer is not told who of us did it."""
    return me.is_staff or who == me.subject
