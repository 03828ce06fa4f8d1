"""What was advised on each risk, by which step of the order, and the arithmetic behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from contracts.insured import Language
from policy.domain.advice.deductible import Choice
from policy.domain.advice.method import Result
from policy.domain.advice.need import Need
from policy.domain.advice.reasons import Weighed
from policy.domain.risks.matrix import Cell

LEAVE_IT: Final = frozenset({Result.NOT_NEEDED, Result.KEEP})
"""Results after which nothing is to be bought: screens show no buy button as default."""


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The arithmetic, rounded half up to the cent; None where a figure is missing."""

    frequency: Decimal | None
    expected_loss: Decimal | None
    """Of a year, or of all years when the losses are paid over several."""
    insured_layer: Decimal | None
    """The part of it that the fullest cover would pay."""
    present_value: Decimal | None
    """The insured layer's, when the losses are paid over several years."""
    premium: Decimal | None
    loading: Decimal | None
    loading_share: Decimal | None
    """Of the premium, as a fraction of four decimals."""
    maximum_loss: Decimal | None
    capacity: Decimal | None
    free_capacity: Decimal | None
    """What the risks that are kept leave, those of this advice included."""
    cost_of_insuring: Decimal | None
    cost_of_keeping: Decimal | None
    advantage: Decimal | None
    """V: above zero, keeping is cheaper. It never says that keeping can be borne."""
    worst_year_kept: Decimal | None
    worst_year_insured: Decimal | None
    premium_share_of_income: Decimal | None


@dataclass(frozen=True, kw_only=True)
class Advised:
    """The advice on one risk."""

    risk: str
    result: Result
    step: int
    """Which of the eight steps of the decision order found it."""
    prevent: bool
    """Whether it happens so often that preventing comes first."""
    duty_text: str | None
    """The law or contract that makes cover compulsory."""
    missing: tuple[str, ...]
    deductible: Decimal | None
    """Above which to insure, when one fits."""
    severity_class: int | None
    frequency_class: int | None
    cell: Cell | None
    figures: Figures
    choices: tuple[Choice, ...]
    need: Need | None
    reasons: tuple[Weighed, ...]
    text: Mapping[Language, str]

    @property
    def leave_it(self) -> bool:
        """Whether nothing is to be bought."""
        return self.result in LEAVE_IT


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The advice on all risks of a situation, in the order they were asked about."""

    capacity: Decimal | None
    kept_together: Decimal | None
    """The most that all risks now kept may cost in a year, deductibles included."""
    kept_advantage: Decimal
    risks: tuple[Advised, ...]
