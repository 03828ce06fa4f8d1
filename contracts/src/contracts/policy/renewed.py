"""What is said of a contract whose term turns: offered, not offered, answered, renewed."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema

from chassis.events import Event
from chassis.money import Money
from contracts.policy.cover import CoverPicture

Factor = Annotated[
    Decimal,
    Field(allow_inf_nan=False),
    PlainSerializer(lambda factor: f"{factor:f}", return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?$", "examples": ["1.040000"]}),
]


class PriceReason(BaseModel):
    """One reason why the next term costs something else: its factor, and what it changes."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    reason: str
    words: dict[str, str]
    """By language."""
    factor: Factor
    change: Money
    level: Money
    """The net premium once this counts too."""


class RenewalWord(Event):
    """Which next term of which contract."""

    policy_id: UUID
    number: str
    customer_id: UUID
    term: int
    """The how-manieth term of the contract it would be."""
    starts_on: date
    ends_on: date
    time_zone: str | None = None
    """Of the insured place, by whose clocks its instants are told; missing in older words."""


class RenewalOffered(RenewalWord, name="policy.renewal-offered.v1", subject="policy_id"):
    """A next term at a price. It is the notice that law wants: whether it was served is heard.

    What the customer pays now and then, each for a whole term, taxes and all, and why.
    """

    notice_id: UUID
    last_year: Money
    this_year: Money
    last_year_net: Money
    this_year_net: Money
    reasons: list[PriceReason] = Field(default_factory=list)
    """They add up from last year's net premium to this year's."""
    asked: bool
    """Whether the customer must say yes, or the contract renews by itself."""
    silence: Literal["by_terms", "old_terms", "ends"] | None = None
    """What follows if they say nothing: these terms, those the contract has now, or its end."""
    answer_by: datetime
    """Until when yes or no is heard."""
    refusable_until: datetime | None = None
    """Until when a no counts by itself, were the offer read at once; it counts longer where it
    reached them later."""
    rule: str
    """The entry by which we announce it."""
    law: dict[str, str] = Field(default_factory=dict)
    """The same by language: the law by the name a customer knows it by."""
    in_time_until: datetime


class RenewalNotOffered(RenewalWord, name="policy.renewal-not-offered.v1", subject="policy_id"):
    """We do not renew the contract. It is the notice that law wants."""

    notice_id: UUID
    because: Literal["withdrawn", "underwriting"]
    """The product is no longer sold, or an underwriter decided so."""
    reason: str
    cover_until: datetime
    rule: str
    law: dict[str, str] = Field(default_factory=dict)
    """The rule by language: the law by the name a customer knows it by."""
    in_time_until: datetime


class RenewalReminded(RenewalWord, name="policy.renewal-reminded.v1", subject="policy_id"):
    """The customer must say yes to have these terms, and has not yet."""

    this_year: Money
    silence: Literal["by_terms", "old_terms", "ends"] | None = None
    """What follows if they go on saying nothing."""
    answer_by: datetime
    cover_until: datetime
    refusable_until: datetime | None = None
    """Until when a no counts by itself; None: that time is over."""


class RenewalDeclined(RenewalWord, name="policy.renewal-declined.v1", subject="policy_id"):
    """The customer wants no next term: cover ends with this one."""

    cover_until: datetime
    accept_until: datetime | None = None
    """Until when they may think again and accept the terms offered; None: none are on offer."""


class RenewalRefusedLate(RenewalWord, name="policy.renewal-refused-late.v1", subject="policy_id"):
    """The customer said no when it no longer counted by itself: it came, and a person decides."""

    refusable_until: datetime
    """Until when it would have counted."""
    decided_by: datetime
    """When the next term is settled, by what was decided until then."""


class CoverTerms(BaseModel):
    """What a cover of the next term gives."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    cover: str
    limit: Money
    deductible: Money


class RenewalAccepted(RenewalWord, name="policy.renewal-accepted.v1", subject="policy_id"):
    """The customer wants the next term on the terms offered. Every yes is confirmed by it.

    It is a promise and no cover yet: `PolicyRenewed` says that the term is agreed, on its eve.
    """

    starts_at: datetime
    ends_at: datetime
    premium: Money
    """Net, for the whole term."""
    total: Money
    """With taxes."""
    payment_mode: Literal["yearly", "half_yearly", "quarterly", "monthly"]
    covers: list[CoverTerms] = Field(default_factory=list)
    cover_names: dict[str, dict[str, str]] = Field(default_factory=dict)
    """What customers call them, by the cover's id and the language."""
    declined_before: bool = False
    """Whether they had said no, and were told that the contract ends."""
    refusable_until: datetime | None = None
    """Until when they may still say no by themselves; None: that time is over."""


class PolicyRenewed(CoverPicture, name="policy.policy-renewed.v1", subject="policy_id"):
    """The next term is agreed. It is said before it begins, with all cover of every term."""

    term: int
    starts_on: date
    ends_on: date
    starts_at: datetime
    ends_at: datetime
    premium: Money
    """Net, for the whole term."""
    total: Money
    """With taxes."""
    how: Literal["accepted", "by_terms", "old_terms"]
    """Accepted, renewed by itself, or on the terms it had, as a notice was not served in time."""
    product_version: str
    time_zone: str
    untold: bool = False
    """Whether we did not tell them before, as we should have, or have no evidence of it."""
