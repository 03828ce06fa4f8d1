"""What the policy service tells the rest of the company: who is insured, against what, and when."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from chassis.events import Event
from chassis.money import Money
from contracts.insured import Address, Language, Peril


class Clause(BaseModel):
    """A clause of the contract, by its stable id and version, and what it is about."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    version: str
    about: Literal["insuring", "perils", "deductible", "limit", "period"]


class CustomerFile(Event):
    """What others need of a customer's file, as it is now."""

    customer_id: UUID
    kind: Literal["person", "business"]
    name: str
    email: str | None
    phone: str | None
    language: Language
    time_zone: str
    born_on: date | None
    address: Address


class CustomerRegistered(CustomerFile, name="policy.customer-registered.v1", subject="customer_id"):
    """Somebody has a file with us. Contact details are for those who must reach them."""


class CustomerChanged(CustomerFile, name="policy.customer-changed.v1", subject="customer_id"):
    """The file changed; the fields are as they are now."""


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
