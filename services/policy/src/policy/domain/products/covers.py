"""What a product covers: perils, limits, deductibles and waiting, as rules over the answers."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from contracts.insured import Peril
from policy.domain.products.words import Strict, Words


@dataclass(frozen=True, kw_only=True, slots=True)
class When(Strict):
    """A condition: the answer to `question` is one of `among`, or a number within bounds."""

    question: str
    among: tuple[str | bool, ...] = ()
    least: Decimal | None = None
    """Inclusive."""
    below: Decimal | None = None
    """Exclusive."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Limit(Strict):
    """The most that is paid: `amount`, or `rate` of the sum of the answers in `of`."""

    amount: Decimal | None = None
    of: tuple[str, ...] = ()
    rate: Decimal = Decimal(1)
    most: Decimal | None = None
    basis: Literal["sum", "first_loss", "law", "market_value", "year", "trip"] = "sum"
    """What the limit is: a sum insured, first loss, by law, the market value, or for a year."""
    months: int | None = None
    """The longest time it is paid for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sublimit(Strict):
    """Inside the limit of a cover, never on top of it."""

    id: str
    text: Words
    amount: Decimal | None = None
    per_item: Decimal | None = None
    times: int | None = None
    """How many times a year, where it is counted and not paid."""


@dataclass(frozen=True, kw_only=True, slots=True)
class More(Strict):
    """What is added to a deductible under a condition."""

    amount: Decimal
    when: When


@dataclass(frozen=True, kw_only=True, slots=True)
class Deductible(Strict):
    """What the customer bears: always a fixed part, and by product a share, days or more."""

    amount: Decimal = Decimal(0)
    choice: str | None = None
    """The question whose chosen amount it is."""
    least: Decimal | None = None
    """Where chosen: never under this."""
    share: Decimal | None = None
    """Of each loss; `amount` is then its minimum."""
    share_most: Decimal | None = None
    """The most the customer bears in a year, deductible and share together."""
    days: int | None = None
    """Whole days that the customer bears."""
    per: Literal["event", "year"] = "event"
    more: tuple[More, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting(Strict):
    """How long a cover does not answer yet."""

    days: int = 0
    months: int = 0
    hours: int = 0
    """Elapsed hours from the purchase, where it is less than `bought_within` days ahead."""
    bought_within: int | None = None
    since: Literal["start", "issue"] = "start"
    text: Words | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Cover(Strict):
    """One cover of a product."""

    id: str
    names: Words
    perils: tuple[Peril, ...]
    limit: Limit
    deductible: Deductible = Deductible()
    waiting: Waiting = Waiting()
    sublimits: tuple[Sublimit, ...] = ()
    when: tuple[When, ...] = ()
    """It is taken when all of these hold; without any it always is."""
    part: str
    """The part of the price it belongs to."""
    share: Decimal
    """Its weight among the covers of that part."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Exclusion(Strict):
    """What is not covered, by the id of the clause that says so."""

    clause: str
    covers: tuple[str, ...] = ()
    """Which covers it narrows; none named means all."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Eligibility(Strict):
    """Who may have it: numbers added up within bounds, or an answer that is not among some."""

    id: str
    of: tuple[str, ...]
    least: Decimal | None = None
    most: Decimal | None = None
    not_among: tuple[str | bool, ...] = ()
    outcome: Literal["refuse", "refer"] = "refuse"
    text: Words
    """What the customer reads."""
