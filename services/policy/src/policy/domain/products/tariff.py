"""The price list of a product: what it multiplies, in which order, and where it stops."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from policy.domain.offer import PaymentMode
from policy.domain.products.covers import When
from policy.domain.products.words import Strict, Words


@dataclass(frozen=True, kw_only=True, slots=True)
class Point(Strict):
    """A rate at a value; between two points it is on the straight line."""

    at: Decimal
    rate: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Base(Strict):
    """A base premium: a rate times the answers in `of` (`days`: of the period), over `per`."""

    id: str
    text: Words
    kind: str
    """What it insures, for taxes that differ by it: `building`, `contents`, `vehicle` …"""
    rate: Decimal | None = None
    by: str | None = None
    """The question whose answer chooses the rate in `rates`, or lies between `points`."""
    rates: dict[str, Decimal] | None = None
    points: tuple[Point, ...] = ()
    of: tuple[str, ...] = ()
    per: Decimal = Decimal(1)
    scaled: bool = False
    """Whether the rate itself is money, and follows the currency."""
    when: tuple[When, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Band(Strict):
    """A factor for numbers from `least` (inclusive) to `below` (exclusive)."""

    factor: Decimal
    least: Decimal | None = None
    below: Decimal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Factor(Strict):
    """A relativity: by answer (`table`), by number (`bands`), or the same for all (`fixed`)."""

    id: str
    text: Words
    question: str | None = None
    table: dict[str, Decimal] | None = None
    bands: tuple[Band, ...] = ()
    fixed: Decimal | None = None
    parts: tuple[str, ...] = ()
    """The parts it multiplies; none named means all."""
    when: tuple[When, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Part(Strict):
    """A part of the price, rounded once: its bases added up, times its factors."""

    id: str
    text: Words
    bases: tuple[Base, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Clamp(Strict):
    """Between which the product of all factors of a part stays."""

    least: Decimal | None = None
    most: Decimal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Days(Strict):
    """The longest period in days, by the answer to a question; one not named may be a year."""

    question: str
    most: dict[str, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Tariff(Strict):
    """The price list. The order of arithmetic is that of facts on premiums, never inferred."""

    order: Literal["bases, factors, clamp, period, round, minimum, instalments, levies"]
    remainder: Literal["first"]
    """Who gets the cents that do not divide."""
    proportion: Literal["actual_days", "none"]
    """Whether rates are for a year, and a shorter period costs its days of it."""
    minimum: Decimal
    parts: tuple[Part, ...]
    factors: tuple[Factor, ...]
    clamp: Clamp = Clamp()
    surcharges: dict[PaymentMode, Decimal]
    """What paying so often costs, as a fraction of the premium; a mode not named is not offered."""
    days: Days | None = None
