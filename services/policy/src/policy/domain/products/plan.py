"""A plan: one version of a product, whole. Versions never change; a change is a new one.

DRAFT ──► ACTIVE ──► WITHDRAWN      (by its dates; a contract is always reopened at its version)
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Literal

from chassis.errors import Rejected
from contracts.insured import Language, Peril
from policy.domain.offer import Answer
from policy.domain.products.covers import Cover, Eligibility, Exclusion
from policy.domain.products.questions import BadAnswer, Kind, Question, Written
from policy.domain.products.tariff import Tariff
from policy.domain.products.words import Strict, Words


class NotSold(Rejected, code="not-sold"):
    """The product is not sold there, or not now."""


class BadPlan(Exception):
    """A product file that does not hold together; it says where."""


class Status(StrEnum):
    """Where a version is in its life."""

    DRAFT = "draft"
    ACTIVE = "active"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True, slots=True)
class Head(Strict):
    """What a version is, since when, and how far it may be believed."""

    id: str
    version: str
    line: Literal["home", "motor", "life", "health", "travel", "business"]
    names: Words
    about: Words
    draft: bool = False
    active_from: date | None = None
    withdrawn_from: date | None = None
    grade: Literal["A", "B", "C"]
    """C: illustrative, not to be presented as law or market fact."""
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Market(Strict):
    """Where it is sold; fixed amounts are `scale` times those of the file, in its currency."""

    id: str
    currency: str
    scale: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Sums(Strict):
    """Sums insured that a levy is taken on: added up, as one `kind` or by an answer."""

    of: tuple[str, ...]
    kind: str | None = None
    by: str | None = None
    kinds: dict[str, str] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Authority(Strict):
    """Who may decide up to which sum (before scaling) and by how much they may move the price."""

    level: Literal["L0", "L1", "L2", "L3"]
    who: Words
    sum_insured: Decimal | None = None
    """None: without limit."""
    premium_change: Decimal = Decimal(0)
    """As a fraction, up or down."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cancellation(Strict):
    """What is given back when a contract ends early."""

    by_customer: Literal["pro_rata", "short_rate_90", "none"]
    by_insurer: Literal["pro_rata"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Renewal(Strict):
    """How a year follows a year."""

    automatic: bool
    months: int = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Quoting(Strict):
    """How long a price holds, in days from when it was made."""

    valid_days: int


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Plan(Strict):
    """One version of a product. It is one thing, equal to itself only: indexes hang on it."""

    product: Head
    markets: tuple[Market, ...]
    questions: tuple[Question, ...]
    covers: tuple[Cover, ...]
    exclusions: tuple[Exclusion, ...] = ()
    eligibility: tuple[Eligibility, ...] = ()
    tariff: Tariff
    sums: tuple[Sums, ...] = ()
    authority: tuple[Authority, ...]
    cancellation: Cancellation
    renewal: Renewal
    quoting: Quoting

    @property
    def id(self) -> str:
        """The product's id."""
        return self.product.id

    @property
    def version(self) -> str:
        """Which version of it."""
        return self.product.version

    @property
    def perils(self) -> tuple[Peril, ...]:
        """Every peril that some cover answers for, in the order of the covers."""
        return tuple(dict.fromkeys(peril for cover in self.covers for peril in cover.perils))

    def status(self, on: date) -> Status:
        """Where it is in its life on that day."""
        head = self.product
        if head.withdrawn_from is not None and on >= head.withdrawn_from:
            return Status.WITHDRAWN
        active = not head.draft and head.active_from is not None and on >= head.active_from
        return Status.ACTIVE if active else Status.DRAFT

    def market(self, jurisdiction: str) -> Market:
        """Where it is sold under that law."""
        for market in self.markets:
            if market.id == jurisdiction:
                return market
        sold = ", ".join(market.id for market in self.markets)
        raise NotSold(f"{self.id} is sold in {sold}", field="/jurisdiction")

    def read(self, written: Mapping[str, Written], *, market: Market) -> dict[str, Answer]:
        """The answers, each as what its question asks for; a wrong one is refused by name."""
        self.must_ask(written)
        return {
            question.id: question.answer(written.get(question.id), scale=market.scale)
            for question in self.questions
        }

    def said(self, written: Mapping[str, Written], *, market: Market) -> dict[str, Answer]:
        """The answers, without those that were only assumed for the price."""
        silent = {one.id for one in self.questions if one.confirm} - written.keys()
        return {
            name: None if name in silent else answer
            for name, answer in self.read(written, market=market).items()
        }

    def reasons(self, rules: Collection[str]) -> dict[str, dict[Language, str]]:
        """Why these rules of eligibility want a person to look, in each language."""
        return {
            rule.id: {language: rule.text.said(language) for language in Language}
            for rule in self.eligibility
            if rule.id in rules
        }

    def must_ask(self, written: Mapping[str, Written]) -> None:
        """Refuse an answer to what is not asked."""
        questions = self.asked
        for name in written:
            if name not in questions:
                raise BadAnswer(f"{self.id} does not ask {name}", field=f"/answers/{name}")

    @property
    def asked(self) -> Mapping[str, Question]:
        """The questions by their ids."""
        return _questions(self)

    @property
    def amounts(self) -> frozenset[str]:
        """The ids of the questions that are answered with money."""
        return _amounts(self)


@cache
def _questions(plan: Plan) -> Mapping[str, Question]:
    return {question.id: question for question in plan.questions}


@cache
def _amounts(plan: Plan) -> frozenset[str]:
    return frozenset(one.id for one in plan.questions if one.type is Kind.AMOUNT)
