"""What advice may be asked on, as a request says it: these fields and no others.

There is none for a product, a commission, a target or a campaign; one that is sent is refused by
its name. Amounts are strings in the one `currency`; rates are fractions.
"""

from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema

from chassis.money import Amount, Currency
from chassis.web import Body, Line
from policy.domain.advice.kept_set import MOST
from policy.domain.advice.situation import (
    Family,
    Kept,
    Loss,
    Means,
    Option,
    Risk,
    Situation,
    Subject,
)
from policy.routes.risk_profiles import ClassOf5, RuleId

_FIGURE = r"^[0-9]{1,12}(\.[0-9]{1,2})?$"


def _not_negative(amount: Decimal) -> Decimal:
    if amount < 0:
        raise ValueError("is an amount of zero or more")
    return amount


Figure = Annotated[
    Amount,
    AfterValidator(_not_negative),
    WithJsonSchema({"type": "string", "pattern": _FIGURE, "examples": ["400.00"]}),
]
Rate = Annotated[
    str, Field(pattern=r"^(0(\.[0-9]{1,6})?|1(\.0{1,6})?)$", max_length=8, examples=["0.02"])
]
PerYear = Annotated[
    str, Field(pattern=r"^[0-9]{1,4}(\.[0-9]{1,6})?$", max_length=11, examples=["0.15"])
]
Count = Annotated[str, Field(pattern=r"^[0-9]{1,2}$", examples=["2"])]
Years = Annotated[str, Field(pattern=r"^([1-9]|[1-5][0-9]|60)$", examples=["20"])]
Known = Annotated[str, Field(pattern=r"^(yes|no|dont_know)$", examples=["no"])]
RiskId = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$", examples=["phone"])]

_KNOWN = {"yes": True, "no": False, "dont_know": None}


class MeansBody(Body):
    """What losses can be borne from; of a business its working capital and profit before tax."""

    liquid: Figure | None = None
    yearly: Amount | None = None
    debts_due: Figure = Decimal(0)
    equity: Figure | None = None


class KeptBody(Body):
    """A risk that is kept already."""

    name: Annotated[Line, Field(examples=["Trip"])]
    maximum_loss: Figure


class LossBody(Body):
    """One possible loss of a year."""

    amount: Figure
    probability: Rate


class OptionBody(Body):
    """A cover that can be had, for a year."""

    deductible: Figure
    premium: Figure


class FamilyBody(Body):
    """For a death: who would need what, for how long."""

    dependants: Count | None = None
    shared_debts: Figure | None = None
    funeral_cost: Figure = Decimal(0)
    yearly_need: Figure | None = None
    years: Years | None = None
    interest: Rate | None = None
    existing_cover: Figure = Decimal(0)

    def family(self) -> Family:
        """The same in the words of the domain."""
        said = self.model_dump() | {
            "dependants": _whole(self.dependants),
            "years": _whole(self.years),
            "interest": _exact(self.interest),
        }
        return Family(**said)


class RiskBody(Body):
    """One risk. Say frequency and severity, or the possible losses; leave out what is not known."""

    id: RiskId
    found_by: RuleId | None = None
    duty: Annotated[str, Field(pattern=r"^[a-z_]{1,40}$", examples=["motor_liability"])] | None = (
        None
    )
    contract: Annotated[Line, Field(examples=["Loan 4711, clause 9"])] | None = None
    covered_elsewhere: Known
    someone_loses: Known
    frequency: PerYear | None = None
    severity: Figure | None = None
    losses: Annotated[list[LossBody], Field(max_length=50, default_factory=list)]
    maximum_loss: Figure | None = None
    frequency_class: ClassOf5 | None = None
    severity_class: ClassOf5 | None = None
    options: Annotated[list[OptionBody], Field(max_length=20, default_factory=list)]
    handling_cost: Figure = Decimal(0)
    fund: Figure = Decimal(0)
    credit_line_cost: Figure = Decimal(0)
    paid_over_years: Years | None = None
    family: FamilyBody | None = None

    def risk(self) -> Risk:
        """The same in the words of the domain."""
        classes = _whole(self.frequency_class), _whole(self.severity_class)
        said = self.model_dump(exclude={"losses", "options", "family"}) | {
            "covered_elsewhere": _KNOWN[self.covered_elsewhere],
            "someone_loses": _KNOWN[self.someone_loses],
            "frequency": _exact(self.frequency),
            "frequency_class": classes[0],
            "severity_class": classes[1],
            "corrected": classes != (None, None),
            "paid_over_years": _whole(self.paid_over_years),
        }
        return Risk(
            **said,
            losses=tuple(
                Loss(amount=one.amount, probability=Decimal(one.probability)) for one in self.losses
            ),
            options=tuple(Option(**one.model_dump()) for one in self.options),
            family=self.family.family() if self.family else None,
        )


class SituationBody(Body):
    """Whose risks, their means, the returns to reckon with, and the risks themselves."""

    subject: Subject
    jurisdiction: Annotated[str, Field(pattern=r"^[A-Z]{2}(-[A-Z]{2})?$", examples=["ES"])]
    currency: Currency
    means: MeansBody
    return_on_own_funds: Rate
    return_on_liquid_money: Rate
    kept: Annotated[list[KeptBody], Field(max_length=50, default_factory=list)]
    risks: Annotated[list[RiskBody], Field(min_length=1, max_length=MOST)]

    def situation(self) -> Situation:
        """The same in the words of the domain."""
        return Situation(
            subject=self.subject,
            jurisdiction=self.jurisdiction,
            currency=self.currency,
            means=Means(**self.means.model_dump()),
            return_on_own_funds=Decimal(self.return_on_own_funds),
            return_on_liquid_money=Decimal(self.return_on_liquid_money),
            kept=tuple(Kept(**one.model_dump()) for one in self.kept),
            risks=tuple(one.risk() for one in self.risks),
        )


def _whole(said: str | None) -> int | None:
    return None if said is None else int(said)


def _exact(said: str | None) -> Decimal | None:
    return None if said is None else Decimal(said)
