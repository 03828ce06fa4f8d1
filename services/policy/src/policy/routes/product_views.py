"""Products, as they are shown: a line of a list, the whole, and two or three side by side."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from contracts.insured import Peril
from policy.domain.products.covers import Cover, Deductible, Eligibility, Exclusion, Limit, Waiting
from policy.domain.products.plan import (
    Authority,
    Cancellation,
    Market,
    Plan,
    Renewal,
    Status,
    Sums,
)
from policy.domain.products.questions import Question
from policy.domain.products.tariff import Tariff
from policy.domain.products.words import Words
from policy.routes.clause_view import ClauseView
from policy.storage import Clauses, Products

Line = Literal["home", "motor", "life", "health", "travel", "business"]


class ProductSummary(BaseModel):
    """A product, as a list shows it."""

    id: str
    version: str
    line: Line
    names: Words
    about: Words
    status: Status
    jurisdictions: list[str]
    perils: list[Peril]

    @classmethod
    def of(cls, plan: Plan, on: date) -> Self:
        """Show this plan as it is on that day."""
        return cls(**_summary(plan, on))


def _summary(plan: Plan, on: date) -> dict[str, object]:
    return {
        "id": plan.id,
        "version": plan.version,
        "line": plan.product.line,
        "names": plan.product.names,
        "about": plan.product.about,
        "status": plan.status(on),
        "jurisdictions": [market.id for market in plan.markets],
        "perils": list(plan.perils),
    }


class ProductView(ProductSummary):
    """A product, whole. Fixed amounts are before the scale of a market; rates are not scaled."""

    model_config = ConfigDict(from_attributes=True)

    grade: Literal["A", "B", "C"] = Field(description="C: illustrative, not a market fact.")
    source: str
    active_from: date | None
    withdrawn_from: date | None
    markets: list[Market]
    questions: list[Question]
    covers: list[Cover]
    exclusions: list[Exclusion]
    eligibility: list[Eligibility]
    tariff: Tariff
    sums: list[Sums]
    authority: list[Authority]
    cancellation: Cancellation
    renewal: Renewal
    valid_days: int = Field(description="How long a quote holds; longer where the law binds us.")
    clauses: list[ClauseView] = Field(
        description="Amounts are before the scale of a market, too: `/clauses` writes them for one."
    )

    @classmethod
    def of(cls, plan: Plan, on: date) -> Self:
        """Show this plan as it is on that day."""
        head = plan.product
        return cls(
            **_summary(plan, on),
            grade=head.grade,
            source=head.source,
            active_from=head.active_from,
            withdrawn_from=head.withdrawn_from,
            markets=list(plan.markets),
            questions=list(plan.questions),
            covers=list(plan.covers),
            exclusions=list(plan.exclusions),
            eligibility=list(plan.eligibility),
            tariff=plan.tariff,
            sums=list(plan.sums),
            authority=list(plan.authority),
            cancellation=plan.cancellation,
            renewal=plan.renewal,
            valid_days=plan.quoting.valid_days,
            clauses=[ClauseView.model_validate(clause) for clause in _wording(plan)],
        )


def _wording(plan: Plan) -> Sequence[object]:
    """A product of one cover says it in its own file, every other in its file of clauses."""
    return Products().clauses(plan) or Clauses().of(plan.id, version=plan.version)


class ComparedCover(BaseModel):
    """One cover of one product, in a comparison."""

    names: Words
    perils: list[Peril]
    limit: Limit
    deductible: Deductible
    waiting: Waiting
    optional: bool
    exclusions: list[str]


class PriceBasis(BaseModel):
    """What a price is a multiple of."""

    names: Words
    of: list[str] = Field(description="The answers it is multiplied by.")
    rate: Decimal | None = Field(description="None where it depends on `by`.")
    by: str | None
    per: Decimal


class ComparedProduct(BaseModel):
    """One column of a comparison; `covers` has a place for every cover of any of the products."""

    id: str
    version: str
    names: Words
    jurisdictions: list[str]
    covers: dict[str, ComparedCover | None]
    price: list[PriceBasis]
    minimum: Decimal
    factors: list[str]


class Compared(BaseModel):
    """Products side by side."""

    covers: list[str]
    products: list[ComparedProduct]


def comparison(plans: Sequence[Plan]) -> Compared:
    """The same rows for each of them."""
    rows = list(dict.fromkeys(cover.id for plan in plans for cover in plan.covers))
    return Compared(covers=rows, products=[_column(plan, rows) for plan in plans])


def _column(plan: Plan, rows: Sequence[str]) -> ComparedProduct:
    covers = {cover.id: _compared(plan, cover) for cover in plan.covers}
    return ComparedProduct(
        id=plan.id,
        version=plan.version,
        names=plan.product.names,
        jurisdictions=[market.id for market in plan.markets],
        covers={row: covers.get(row) for row in rows},
        price=[
            PriceBasis(names=base.text, of=list(base.of), rate=base.rate, by=base.by, per=base.per)
            for part in plan.tariff.parts
            for base in part.bases
        ],
        minimum=plan.tariff.minimum,
        factors=[factor.id for factor in plan.tariff.factors],
    )


def _compared(plan: Plan, cover: Cover) -> ComparedCover:
    return ComparedCover(
        names=cover.names,
        perils=list(cover.perils),
        limit=cover.limit,
        deductible=cover.deductible,
        waiting=cover.waiting,
        optional=bool(cover.when),
        exclusions=[
            one.clause for one in plan.exclusions if not one.covers or cover.id in one.covers
        ],
    )
