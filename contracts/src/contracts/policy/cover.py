"""What cover a contract gives, and when: the picture that every word about cover carries whole.

Each word replaces the picture before it, so that whoever hears two words, one twice, or one late
keeps the one with the highest `revision` and is right.
"""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema

from chassis.events import Event
from chassis.money import Money
from contracts.insured import Peril

Share = Annotated[
    Decimal,
    Field(ge=0, le=1),
    PlainSerializer(lambda share: f"{share:f}", return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": r"^[01](\.[0-9]+)?$", "examples": ["0.10"]}),
]


class CoverInForce(BaseModel):
    """One cover with its terms, from an instant until just before another.

    Grace is cover: it stands here like any other time we are on risk.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    cover: str
    """Its id in the product, such as `flood`."""
    perils: list[Peril]
    limit: Money
    """The most that is paid for one loss."""
    deductible: Money
    deductible_days: int = 0
    """Whole days of a stop that are not paid."""
    deductible_share: Share = Decimal(0)
    """A fraction the customer bears: of the whole loss, `deductible` at least; with
    `deductible_most` of the rest above `deductible`."""
    deductible_most: Money | None = None
    """The most the customer bears, amount and share together."""
    deductible_per: Literal["event", "year"] = "event"
    """Whether it is borne of each loss, or once of all losses of a year."""
    starts_at: datetime
    ends_at: datetime
    answers_from: datetime
    """The end of its waiting period; `starts_at` when it has none."""


class CoverGap(BaseModel):
    """A time without cover within the contract's term, and why."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    starts_at: datetime
    ends_at: datetime
    why: Literal["suspended", "lapsed", "cancelled", "withdrawn"]


class CoverPicture(Event):
    """All cover of one contract as it is known now, past and future."""

    policy_id: UUID
    number: str
    customer_id: UUID
    revision: int = 1
    """Counts the pictures of a contract: the highest one is true."""
    covers: list[CoverInForce] = Field(default_factory=list)
    """Empty with revision 1: a contract told before covers were named; see its sum insured."""
    gaps: list[CoverGap] = Field(default_factory=list)
    time_zone: str | None = None
    """Of the insured place, by whose clocks its instants are told; missing in older words."""
