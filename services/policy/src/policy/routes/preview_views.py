"""What a change would come to, over HTTP, with the arithmetic of every segment."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Self

from pydantic import BaseModel, Field

from chassis.money import Money
from contracts.insured import Language
from policy.domain.contract.bill import Bill
from policy.domain.contract.timeline import Resolution
from policy.domain.money.line import Line, total
from policy.domain.preservation.endorse import Priced
from policy.routes.endorsement_views import levies_of
from policy.routes.quote_views import LevyView, StepView, levy_views, steps_of
from policy.use_cases.tell_endorsement import Reckoning, Told


class SegmentView(BaseModel):
    """Days at one price; `exact` is premium x days / term_days."""

    starts_on: date
    ends_on: date
    days: int
    term_days: int
    premium: Money
    exact: Decimal


class BillView(BaseModel):
    """The arithmetic: `due` is `total` (rounded once) less what was billed."""

    segments: list[SegmentView]
    surcharge_rate: Decimal
    total: Money
    billed: Money
    due: Money

    @classmethod
    def of(cls, bill: Bill) -> Self:
        """Show this bill."""
        return cls.model_validate(bill, from_attributes=True)


class ClashView(BaseModel):
    """A field that an earlier-entered change sets from a later day on."""

    field: str
    effective_on: date


class PricedCoverView(BaseModel):
    """A cover on the terms of some days, at its premium for the whole term."""

    id: str
    limit: Money
    deductible: Money
    premium: Money


class TermsView(BaseModel):
    """What the days of one segment cost, were they the whole term: as a quote shows it."""

    starts_on: date
    ends_on: date
    covers: list[PricedCoverView]
    levies: list[LevyView]
    steps: list[StepView]
    """Each factor, as data and as a sentence; none where the price is not that of the list."""

    @classmethod
    def of(cls, told: Told, language: Language) -> Self:
        """Show them in this language."""
        covers = [
            PricedCoverView(
                id=cover.id,
                limit=cover.limit,
                deductible=cover.deductible,
                premium=cover.premium,
            )
            for cover in told.agreed.covers
        ]
        steps: list[StepView] = []
        if told.plan is not None and told.priced is not None:
            steps = steps_of(told.plan, told.priced, told.book, language)
        return cls(
            starts_on=told.starts_on,
            ends_on=told.ends_on,
            covers=covers,
            levies=levy_views(told.levies),
            steps=steps,
        )


class LevyDueView(BaseModel):
    """A levy over the term: `due` is `total` less what is charged already.

    `total` adds up each segment's levy x days / term_days and is rounded once.
    """

    id: str
    rate: str | None = Field(description="As a fraction, exact.", examples=["0.08"])
    total: Money
    charged: Money
    due: Money

    @classmethod
    def of(cls, line: Line, charged: Mapping[str, Money]) -> Self:
        """Show what it adds to what is charged."""
        before = charged.get(line.id, Money.zero(line.amount.currency))
        return cls(
            id=line.id,
            rate=None if line.rate is None else f"{line.rate:f}",
            total=line.amount,
            charged=before,
            due=line.amount - before,
        )


class PreviewView(BaseModel):
    """What a change would come to: one outcome, or two to choose from by `resolution`."""

    clashes: list[ClashView]
    outcomes: dict[Resolution, BillView]
    levies: dict[Resolution, dict[str, Money]]
    """What each tax or surcharge comes to besides; below zero it goes back."""
    to_pay: dict[Resolution, Money]
    """The premium that is due with all of them."""
    terms: dict[Resolution, list[TermsView]]
    """The covers and the steps of each segment, in the order of the bill."""
    levies_due: dict[Resolution, list[LevyDueView]]
    """Each levy with its rate, and how it comes to what it comes to."""

    @classmethod
    def of(
        cls,
        priced: Priced,
        taxed: Mapping[Resolution, Sequence[Line]],
        told: Mapping[Resolution, Reckoning],
        language: Language,
    ) -> Self:
        """Show what it comes to."""
        return cls(
            clashes=[
                ClashView(field=one.field, effective_on=one.effective_on) for one in priced.clashes
            ],
            outcomes={which: BillView.of(one.bill) for which, one in priced.outcomes.items()},
            levies={which: levies_of(lines) for which, lines in taxed.items()},
            to_pay={
                which: total(lines, priced.outcomes[which].bill.due.currency)
                for which, lines in taxed.items()
            },
            terms={
                which: [TermsView.of(each, language) for each in one.terms]
                for which, one in told.items()
            },
            levies_due={
                which: [LevyDueView.of(line, one.charged) for line in one.levied.values()]
                for which, one in told.items()
            },
        )
