"""A price with its whole arithmetic, as data: every rate, factor and rounding in its order."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from chassis.money import Money
from contracts.insured import Address
from policy.domain.offer import Levy, Offer, OfferedCover, PaymentMode
from policy.domain.period import Period
from policy.domain.products.plan import Plan
from policy.domain.products.questions import Written


class Did(StrEnum):
    """What a step does."""

    BASE = "base"
    FACTOR = "factor"
    CLAMP = "clamp"
    PERIOD = "period"
    ROUND = "round"
    MINIMUM = "minimum"
    SURCHARGE = "surcharge"
    LEVY = "levy"
    EXEMPT = "exempt"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of arithmetic. `by` is the rate or factor, `result` what stands after it."""

    did: Did
    id: str
    by: Decimal | None
    result: Decimal
    part: str | None = None
    answer: str | None = None
    """What was answered to the question that chose it."""


@dataclass(frozen=True, slots=True)
class Instalment:
    """One payment: when it is due, and of what it consists."""

    due_on: date
    net: Money
    levies: dict[str, Money]
    total: Money


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What a price is asked for: enough to compute it again at any later time."""

    product: str
    product_version: str
    jurisdiction: str
    place: Address
    starts_on: date
    ends_on: date
    time_zone: str
    payment_mode: PaymentMode
    answers: dict[str, Written]
    """As they were given, by question."""
    priced_on: date
    """The day of the prices: levies are those known on it."""

    @property
    def period(self) -> Period:
        """From when to when."""
        return Period(starts_on=self.starts_on, ends_on=self.ends_on, time_zone=self.time_zone)


@dataclass(frozen=True, kw_only=True, slots=True)
class Priced:
    """The answer: each cover with its premium, each levy, each payment, and each step."""

    currency: str
    levies_as_of: date
    """The date of the levies' text."""
    steps: tuple[Step, ...]
    covers: tuple[OfferedCover, ...]
    surcharge: Money
    levies: tuple[Levy, ...]
    exempt: dict[str, str]
    """Levies that this line is free of, each with the provision."""
    instalments: tuple[Instalment, ...]
    net: Money
    total: Money
    refer: tuple[str, ...] = ()
    """Rules of eligibility by which a person must look at it before it is accepted."""

    def offer(self, asked: Asked, plan: Plan) -> Offer:
        """The terms, as the sale, the contract and the account take them."""
        market = plan.market(asked.jurisdiction)
        return Offer(
            product=asked.product,
            product_version=asked.product_version,
            jurisdiction=asked.jurisdiction,
            currency=self.currency,
            place=asked.place,
            period=asked.period,
            answers=plan.said(asked.answers, market=market),
            covers=self.covers,
            levies=self.levies,
            payment_mode=asked.payment_mode,
            instalment_surcharge=self.surcharge,
        )
