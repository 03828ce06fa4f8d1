"""A product of one cover that prices itself, as the flood product does: its terms as an offer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from chassis.money import Money
from contracts.insured import Address
from contracts.policy import Clause
from policy.domain.contract.law import jurisdiction_of
from policy.domain.offer import Offer, OfferedCover
from policy.domain.period import Period
from policy.domain.product import Product

COVER: Final = "flood"


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What was agreed for a product of one cover: the place, the sums and the period."""

    insured_place: Address
    sum_insured: Money
    deductible: Money
    period: Period


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What the product says of a contract: its line (as `statutes` spells it) and its clauses."""

    line: str
    clauses: Sequence[Clause] = ()
    cover_names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What customers call its covers, by their ids and the language."""

    @property
    def told(self) -> dict[str, Any]:
        """What is said of it when the contract is made."""
        return {"clauses": list(self.clauses), "cover_names": self.cover_names}


def wording_of(product: Product) -> Wording:
    """The flood product insures homes, in its own clauses."""
    clauses = [Clause(id=one.id, version=one.version, about=one.about) for one in product.clauses]
    names = {language.value: name for language, name in product.names.items()}
    return Wording(line="home", clauses=clauses, cover_names={COVER: names})


def offer_of_one_cover(product: Product, terms: Terms) -> Offer:
    """What the flood product offers: one cover, its price worked out by the product."""
    premium = product.premium(
        sum_insured=terms.sum_insured, deductible=terms.deductible, period=terms.period
    )
    return Offer(
        product=product.id,
        product_version=product.version,
        jurisdiction=jurisdiction_of(terms.insured_place),
        currency=product.currency,
        place=terms.insured_place,
        period=terms.period,
        answers={},
        covers=(
            OfferedCover(
                id=COVER,
                perils=product.perils,
                limit=terms.sum_insured,
                deductible=terms.deductible,
                premium=premium,
            ),
        ),
        instalment_surcharge=Money.zero(product.currency),
    )
