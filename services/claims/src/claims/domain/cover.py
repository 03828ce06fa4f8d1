"""A cover: what we remember of a policy, so that we can answer a claim while policy is silent."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from chassis.money import Money
from contracts.insured import Peril
from contracts.policy import Clause, CoverGap, CoverInForce

About = Literal["insuring", "perils", "deductible", "limit", "period"]


@dataclass(frozen=True, kw_only=True)
class CoverTerms:
    """What one cover answers to one loss with."""

    limit: Money
    deductible: Money
    answers_from: datetime
    share: Decimal = Decimal(0)
    """What the customer bears as a fraction, see `borne`."""
    most: Money | None = None
    by_hand: bool = False
    """The deductible is of days, or of a year: one loss alone does not say what is borne of it."""

    @classmethod
    def of(cls, part: CoverInForce) -> Self:
        """As policy says them."""
        return cls(
            limit=part.limit,
            deductible=part.deductible,
            answers_from=part.answers_from,
            share=part.deductible_share,
            most=part.deductible_most,
            by_hand=bool(part.deductible_days) or part.deductible_per == "year",
        )

    def borne(self, damage: Money) -> Money:
        """A share of the loss, the deductible at least; with a cap, of what is above it."""
        if self.most is None:
            return max(self.deductible, _part(damage, self.share))
        above = max(Money.zero(damage.currency), damage - self.deductible)
        return min(self.deductible + _part(above, self.share), self.most)


def _part(of: Money, share: Decimal) -> Money:
    return Money((of.amount * share).quantize(Decimal("0.01"), ROUND_HALF_UP), of.currency)


@dataclass(eq=False, kw_only=True)
class Cover:
    """One policy's promise, as its issue told us, and what was said of its cover since.

    `parts` and `gaps` are the picture of cover with the highest revision heard: each cover with its
    own perils, limit, deductible and waiting, from an instant to an instant; grace is cover like
    any other. A policy told before covers were named has none: then its sum insured speaks.
    """

    policy_id: UUID
    number: str
    customer_id: UUID
    perils: list[Peril]
    sum_insured: Money
    deductible: Money
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    clauses: list[Clause]
    cancelled_from: datetime | None = None
    parts: list[CoverInForce] | None = None
    gaps: list[CoverGap] | None = None

    def in_force(self, at: datetime) -> bool:
        """Whether we were on risk at that instant."""
        if self._pictured:
            return bool(self._parts_at(at))
        return self.starts_at <= at < self.until

    def gap_at(self, at: datetime) -> CoverGap | None:
        """The time without cover that the instant falls into, if it does."""
        return next((gap for gap in self.gaps or [] if gap.starts_at <= at < gap.ends_at), None)

    def includes(self, peril: Peril, *, at: datetime) -> bool:
        """Whether this cause of loss was insured then."""
        parts = self._parts_at(at)
        if not parts:
            return peril in self.perils
        return any(peril in part.perils for part in parts)

    def terms_for(self, peril: Peril, *, at: datetime) -> CoverTerms:
        """The terms that answer this loss: of the covers for the peril, the best for the customer.

        Where none answers, those of the policy as a whole, for the figures of a refusal.
        """
        fitting = [part for part in self._parts_at(at) if peril in part.perils]
        if not fitting:
            return CoverTerms(
                limit=self.sum_insured, deductible=self.deductible, answers_from=self.starts_at
            )
        answering = [part for part in fitting if part.answers_from <= at] or fitting
        best = max(answering, key=lambda part: (part.limit.amount, -part.deductible.amount))
        return CoverTerms.of(best)

    def waits(self, peril: Peril, *, at: datetime) -> bool:
        """Whether the cover for this cause was still in its waiting period."""
        return self.in_force(at) and at < self.terms_for(peril, at=at).answers_from

    def indemnity(self, damage: Money, *, terms: CoverTerms | None = None) -> Money:
        """What a covered loss pays: the deductible comes off first, then the limit caps."""
        own = terms.borne(damage) if terms else self.deductible
        most = terms.limit if terms else self.sum_insured
        return max(Money.zero(damage.currency), min(damage - own, most))

    def pays(self, damage: Money, *, peril: Peril, at: datetime) -> Money:
        """The most we owe for this loss: nothing when it is not covered."""
        answers = self.in_force(at) and self.includes(peril, at=at)
        if answers and not self.waits(peril, at=at):
            return self.indemnity(damage, terms=self.terms_for(peril, at=at))
        return Money.zero(damage.currency)

    @property
    def _pictured(self) -> bool:
        return bool(self.parts or self.gaps)

    def _parts_at(self, at: datetime) -> list[CoverInForce]:
        return [part for part in self.parts or [] if part.starts_at <= at < part.ends_at]

    @property
    def until(self) -> datetime:
        """The first instant without cover, after the last term that we heard of."""
        told = max((part.ends_at for part in self.parts or []), default=None)
        return told or min(self.ends_at, self.cancelled_from or self.ends_at)

    def local(self, instant: datetime) -> datetime:
        """That instant by the clock of the insured place."""
        return instant.astimezone(ZoneInfo(self.time_zone))

    def local_day(self, instant: datetime) -> date:
        """The day it was then in the insured place."""
        return self.local(instant).date()

    def clause(self, about: About) -> Clause:
        """The clause that settles this question; the policy itself where it names none."""
        named = (clause for clause in self.clauses if clause.about == about)
        return next(named, Clause(id=self.number, version="", about=about))
