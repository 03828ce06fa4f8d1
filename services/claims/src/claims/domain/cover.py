"""A cover: what we remember of a policy, so that we can answer a claim while policy is silent."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from chassis.money import Money
from contracts.insured import Peril
from contracts.policy import Clause

About = Literal["insuring", "perils", "deductible", "limit", "period"]


@dataclass(eq=False, kw_only=True)
class Cover:
    """One policy's promise, as its issue told us, and where a cancellation cut it short."""

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

    def in_force(self, at: datetime) -> bool:
        """Whether we were on risk at that instant."""
        return self.starts_at <= at < self.until

    def includes(self, peril: Peril) -> bool:
        """Whether this cause of loss is insured."""
        return peril in self.perils

    def indemnity(self, damage: Money) -> Money:
        """What a covered loss pays: the deductible comes off first, then the sum insured caps."""
        nothing = Money.zero(damage.currency)
        return max(nothing, min(damage - self.deductible, self.sum_insured))

    def pays(self, damage: Money, *, peril: Peril, at: datetime) -> Money:
        """The most we owe for this loss: nothing when it is not covered."""
        if self.in_force(at) and self.includes(peril):
            return self.indemnity(damage)
        return Money.zero(damage.currency)

    @property
    def until(self) -> datetime:
        """The first instant without cover."""
        return min(self.ends_at, self.cancelled_from or self.ends_at)

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
