"""What advice is given on: the risks somebody asks about, and their means. Nothing else.

There is no product, seller, commission or target among the fields, and no field is free. What is
not known is None, and is asked, never assumed. Amounts are in the one `currency`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from chassis.errors import Rejected

ZERO = Decimal(0)


class BadSituation(Rejected, code="bad-situation"):
    """These figures contradict one another."""


class Subject(StrEnum):
    """Whose risk it is."""

    HOUSEHOLD = "household"
    BUSINESS = "business"


@dataclass(frozen=True, kw_only=True)
class Means:
    """What losses can be borne from."""

    liquid: Decimal | None
    """Liquid assets; of a business its working capital."""
    yearly: Decimal | None
    """Income of a year; of a business its profit before tax, which may be negative."""
    debts_due: Decimal = ZERO
    """Debts to be paid out of `liquid` within a year, where `liquid` is not net of them."""
    equity: Decimal | None = None
    """Of a business: what a loss is measured against."""

    @property
    def free(self) -> Decimal | None:
        """What is left of the liquid means once debts are paid."""
        return None if self.liquid is None else max(ZERO, self.liquid - self.debts_due)


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A risk that is kept already, and the most it can cost in a year."""

    name: str
    maximum_loss: Decimal


@dataclass(frozen=True, kw_only=True)
class Loss:
    """One possible loss of the year, and how probable it is; at most one of them happens."""

    amount: Decimal
    probability: Decimal


@dataclass(frozen=True, kw_only=True)
class Option:
    """A cover that can be had: what stays with the customer, and the premium of a year."""

    deductible: Decimal
    premium: Decimal


@dataclass(frozen=True, kw_only=True)
class Family:
    """For a death: who would need what, for how long."""

    dependants: int | None
    shared_debts: Decimal | None
    funeral_cost: Decimal = ZERO
    yearly_need: Decimal | None = None
    years: int | None = None
    interest: Decimal | None = None
    existing_cover: Decimal = ZERO


@dataclass(frozen=True, kw_only=True)
class Risk:
    """One risk: how often, how bad, what cover costs, what keeping costs."""

    id: str
    found_by: str | None = None
    """The rule of the risk profile that found it."""
    duty: str | None = None
    """The legal or contractual duty to insure it, if there is one."""
    contract: str | None = None
    """The contract that a contractual duty comes from."""
    covered_elsewhere: bool | None
    someone_loses: bool | None
    """Whether anybody loses money if it happens."""
    frequency: Decimal | None = None
    """Expected number of losses in a year."""
    severity: Decimal | None = None
    """The average loss."""
    losses: tuple[Loss, ...] = ()
    """Instead of frequency and severity: the possible losses."""
    maximum_loss: Decimal | None = None
    """The most that can be lost in a year."""
    frequency_class: int | None = None
    severity_class: int | None = None
    """Classes from the risk profile, or as the person corrected them."""
    corrected: bool = False
    """Whether the person corrected the classes."""
    options: tuple[Option, ...] = ()
    handling_cost: Decimal = ZERO
    """What handling the losses oneself costs."""
    fund: Decimal = ZERO
    """The liquid fund that is held to bear the risk."""
    credit_line_cost: Decimal = ZERO
    """Instead of a fund: what a committed credit line costs in a year."""
    paid_over_years: int | None = None
    """The losses are paid in equal parts at so many year ends; None: within the year."""
    family: Family | None = None


@dataclass(frozen=True, kw_only=True)
class Situation:
    """Everything advice may depend on."""

    subject: Subject
    jurisdiction: str
    currency: str
    means: Means
    return_on_own_funds: Decimal
    return_on_liquid_money: Decimal
    kept: tuple[Kept, ...] = ()
    risks: tuple[Risk, ...]

    def must_make_sense(self) -> None:
        """Refuse figures that contradict one another, naming the field."""
        seen: set[str] = set()
        for place, risk in enumerate(self.risks):
            at = f"/situation/risks/{place}"
            if risk.id in seen:
                raise BadSituation("two risks have the same id", field=f"{at}/id")
            seen.add(risk.id)
            for field, why in _contradictions(risk):
                raise BadSituation(why, field=f"{at}/{field}")


def _contradictions(risk: Risk) -> Iterator[tuple[str, str]]:
    deductibles = [option.deductible for option in risk.options]
    if len(set(deductibles)) < len(deductibles):
        yield "options", "two options have the same deductible"
    if risk.losses and not (risk.frequency is None and risk.severity is None):
        yield "losses", "say frequency and severity, or the possible losses, not both"
    if sum(loss.probability for loss in risk.losses) > 1:
        yield "losses", "the probabilities of the year come to more than 1"
    worst = risk.maximum_loss
    if worst is None:
        return
    if risk.severity is not None and risk.severity > worst:
        yield "maximum_loss", "is less than the average loss"
    if any(loss.amount > worst for loss in risk.losses):
        yield "maximum_loss", "is less than one of the possible losses"
    if risk.frequency is not None and risk.frequency * (risk.severity or 0) > worst:
        yield "maximum_loss", "is less than what is lost in an average year"
