"""A product: what we insure, within which sums, in which words, and at what price. It is data."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from chassis.errors import Rejected
from chassis.money import Money
from contracts.insured import Language, Peril
from policy.domain.period import Period

About = Literal["insuring", "perils", "deductible", "limit", "period"]


class NotOffered(Rejected, code="not-offered"):
    """The product is not sold on these terms."""


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One sentence of the contract, by its stable id and version."""

    id: str
    version: str
    about: About
    text: dict[Language, str]


@dataclass(frozen=True, kw_only=True)
class Product:
    """One version of a product, as it is sold. Versions never change; new ones are added."""

    id: str
    version: str
    names: dict[Language, str]
    currency: str
    perils: tuple[Peril, ...]
    least_sum_insured: Money
    most_sum_insured: Money
    rate_per_thousand: Decimal
    minimum_premium: Money
    deductible_factors: dict[Money, Decimal]
    clauses: tuple[Clause, ...]
    over_the_counter: str | None = None
    """Why an agent may conclude it alone; None: it is sold by application."""

    @property
    def deductibles(self) -> list[Money]:
        """The deductibles to choose from, smallest first."""
        return sorted(self.deductible_factors)

    def must_offer(self, *, sum_insured: Money, deductible: Money) -> None:
        """Refuse terms that this product does not have."""
        if sum_insured.currency != self.currency:
            raise NotOffered(f"{self.id} is sold in {self.currency}", field="/sum_insured/currency")
        if not self.least_sum_insured <= sum_insured <= self.most_sum_insured:
            raise NotOffered(
                f"{self.id} insures from {self.least_sum_insured} to {self.most_sum_insured}",
                field="/sum_insured",
            )
        if deductible not in self.deductible_factors:
            choice = ", ".join(str(offered) for offered in self.deductibles)
            raise NotOffered(f"{self.id} has the deductibles {choice}", field="/deductible")
        if deductible >= sum_insured:
            raise NotOffered(
                f"a deductible of {deductible} leaves nothing of {sum_insured}", field="/deductible"
            )

    def premium(self, *, sum_insured: Money, deductible: Money, period: Period) -> Money:
        """The price of the whole period: exact, rounded once, never under the minimum."""
        self.must_offer(sum_insured=sum_insured, deductible=deductible)
        thousands_by_days = (
            sum_insured.amount
            * self.rate_per_thousand
            * self.deductible_factors[deductible]
            * period.days
        )
        exact = thousands_by_days / (1000 * period.days_in_year)
        premium = Money(exact.quantize(Decimal("0.01"), ROUND_HALF_UP), self.currency)
        return max(premium, self.minimum_premium)
