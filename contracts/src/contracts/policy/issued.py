"""What is said of a contract: made, and ended."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from chassis.money import Money
from contracts.insured import Address, Peril
from contracts.policy.cover import CoverPicture


class Clause(BaseModel):
    """A clause of the contract, by its stable id and version, and what it is about."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    version: str
    about: Literal["insuring", "perils", "deductible", "limit", "period"]


class PolicyIssued(CoverPicture, name="policy.policy-issued.v1", subject="policy_id"):
    """A contract is made. We owe cover from `starts_at` until just before `ends_at`.

    `sum_insured`, `deductible` and `perils` speak of the cover with the highest limit and of all
    perils; `covers` says each cover by itself.
    """

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
    cover_names: dict[str, dict[str, str]] = Field(default_factory=dict)
    """What customers call its covers, by the cover's id and the language; missing in older words.
    """
    jurisdiction: str | None = None
    """Whose law the contract is under, such as ES, UK or US-NY."""


class PolicyCancelled(CoverPicture, name="policy.policy-cancelled.v1", subject="policy_id"):
    """Cover ends earlier than was agreed, at `ends_at`."""

    ends_at: datetime
    reason: str
    cancelled_at: datetime
    refund: Money | None = None
    """What the customer gets back of the net premium; not said before refunds were reckoned."""
    given_back: Money | None = None
    """That with its levies, as the credit note on the account says it; missing in older words.

    `PremiumCredited` says how much of it is set off against what was not paid and how much is the
    customer's money, `PremiumReturned` that it was sent.
    """
    by: Literal["customer", "insurer"] = "customer"
