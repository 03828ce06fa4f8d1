"""What is said of a contract: made, and ended."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from chassis.events import Event
from chassis.money import Money
from contracts.insured import Address, Peril


class Clause(BaseModel):
    """A clause of the contract, by its stable id and version, and what it is about."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    version: str
    about: Literal["insuring", "perils", "deductible", "limit", "period"]


class PolicyIssued(Event, name="policy.policy-issued.v1", subject="policy_id"):
    """A contract is made. We owe cover from `starts_at` until just before `ends_at`."""

    policy_id: UUID
    number: str
    customer_id: UUID
    product: str
    product_version: str
    insured_place: Address
    sum_insured: Money
    deductible: Money
    perils: list[Peril]
    starts_at: datetime
    ends_at: datetime
    premium: Money
    issued_at: datetime
    time_zone: str = "UTC"
    """The zone of the insured place, in which its days begin and end (IANA)."""
    clauses: list[Clause] = Field(default_factory=list)
    """The clauses a claim will be judged by."""


class PolicyCancelled(Event, name="policy.policy-cancelled.v1", subject="policy_id"):
    """Cover ends earlier than was agreed, at `ends_at`."""

    policy_id: UUID
    number: str
    customer_id: UUID
    ends_at: datetime
    reason: str
    cancelled_at: datetime
