"""What the claims service tells the rest of the company."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from chassis.events import Event
from chassis.money import Money
from contracts.insured import Peril


class Finding(BaseModel):
    """One numbered step of an assessment: the rule, its clause, and its figures in words.

    `rule` is the stable name to translate by; the figures are there once more as data.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    number: int
    rule: str
    clause: str
    passed: bool
    text: str
    clause_version: str | None = None
    amounts: dict[str, Money] = Field(default_factory=dict)
    instants: dict[str, datetime] = Field(default_factory=dict)
    words: dict[str, str] = Field(default_factory=dict)


class ClaimFiled(Event, name="claims.claim-filed.v1", subject="claim_id"):
    """A customer told us about a loss. Nothing has been decided yet."""

    claim_id: UUID
    number: str
    policy_id: UUID
    customer_id: UUID
    peril: Peril
    occurred_at: datetime
    damage: Money
    filed_at: datetime


class ClaimReferred(Event, name="claims.claim-referred.v1", subject="claim_id"):
    """A person will decide; `proposed_decision` is what the rules found, not our answer."""

    claim_id: UUID
    number: str
    customer_id: UUID
    proposed_decision: Literal["approve", "decline"]
    proposed_amount: Money
    findings: list[Finding]


class ClaimApproved(Event, name="claims.claim-approved.v1", subject="claim_id"):
    """We owe the customer money. Payment follows; `ClaimPaid` says when."""

    claim_id: UUID
    number: str
    policy_id: UUID
    customer_id: UUID
    amount: Money
    findings: list[Finding]
    approved_by: str


class ClaimDeclined(Event, name="claims.claim-declined.v1", subject="claim_id"):
    """We will not pay. `reason` is written for the customer to read."""

    claim_id: UUID
    number: str
    policy_id: UUID
    customer_id: UUID
    reason: str
    findings: list[Finding]
    declined_by: str


class ClaimPaid(Event, name="claims.claim-paid.v1", subject="claim_id"):
    """The money has left us."""

    claim_id: UUID
    number: str
    customer_id: UUID
    amount: Money
    reference: str
    paid_at: datetime


class ClaimWithdrawn(Event, name="claims.claim-withdrawn.v1", subject="claim_id"):
    """The customer takes the claim back."""

    claim_id: UUID
    number: str
    customer_id: UUID
    withdrawn_at: datetime
