"""One risk, looked at: its figures, its classes and what is missing; nothing is decided."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from policy.domain.advice import figures as arithmetic
from policy.domain.advice.figures import cents
from policy.domain.advice.method import Method
from policy.domain.advice.need import Need, missing_of, need, nobody_needs
from policy.domain.advice.situation import Loss, Option, Risk, Situation, Subject
from policy.domain.risks import matrix

MEANS = {
    Subject.HOUSEHOLD: ("liquid_assets", "yearly_income"),
    Subject.BUSINESS: ("working_capital", "pretax_profit"),
}


@dataclass(frozen=True, eq=False)
class Look:
    """What the method can say about one risk of a situation."""

    situation: Situation
    risk: Risk
    method: Method
    duty_text: str | None

    @cached_property
    def need(self) -> Need | None:
        """What a family would need after a death."""
        family, means = self.risk.family, self.situation.means
        return None if family is None else need(family, means, self.method.sum_insured_step)

    @cached_property
    def losses(self) -> tuple[Loss, ...] | None:
        """The possible losses of a year."""
        frequency, gap = self.risk.frequency, self.need
        if gap is not None and frequency is not None and self.risk.severity is None:
            return (Loss(amount=gap.gap, probability=frequency),)
        return arithmetic.losses_of(self.risk)

    @cached_property
    def expected(self) -> Decimal | None:
        """What is lost in an average year."""
        return None if self.losses is None else arithmetic.expected_loss(self.losses)

    @cached_property
    def maximum(self) -> Decimal | None:
        """The most that can be lost in a year."""
        told = self.risk.maximum_loss
        if told is None and self.risk.losses:
            return max(loss.amount for loss in self.risk.losses)
        return self.need.gap if told is None and self.need is not None else told

    @property
    def frequency(self) -> Decimal | None:
        """How many losses a year has."""
        told = self.risk.losses
        return sum(loss.probability for loss in told) + Decimal(0) if told else self.risk.frequency

    @cached_property
    def average(self) -> Decimal | None:
        """The average loss."""
        if self.risk.losses and self.expected is not None:
            return self.expected / self.frequency if self.frequency else Decimal(0)
        gap = self.need.gap if self.need is not None else None
        return gap if self.risk.severity is None else self.risk.severity

    @cached_property
    def frequency_class(self) -> int | None:
        """As the profile or the person says, else by the figure."""
        if self.risk.frequency_class is not None or self.frequency is None:
            return self.risk.frequency_class
        return matrix.frequency_class(self.frequency)

    @cached_property
    def severity_class(self) -> int | None:
        """As the profile or the person says, else by the average loss; a life is 5."""
        if self.risk.severity_class is not None:
            return self.risk.severity_class
        if self.risk.family is not None:
            return 5
        means = self.situation.means
        household = self.situation.subject is Subject.HOUSEHOLD
        reference = means.yearly if household else means.equity
        if self.average is None or reference is None:
            return None
        return matrix.severity_class(self.average, reference)

    @property
    def cell(self) -> matrix.Cell | None:
        """Its place in the matrix, for display."""
        if self.severity_class is None or self.frequency_class is None:
            return None
        return matrix.cell(self.severity_class, self.frequency_class)

    @property
    def often(self) -> bool:
        """Whether it happens so often that preventing comes first."""
        return (self.frequency_class or 0) >= matrix.OFTEN

    @cached_property
    def option(self) -> Option | None:
        """The fullest cover on offer, which keeping is compared with."""
        return arithmetic.fullest(self.risk.options)

    @cached_property
    def layer(self) -> Decimal | None:
        """The expected loss that this cover would pay."""
        if self.expected is None or self.losses is None or self.option is None:
            return None
        return self.expected - arithmetic.retained(self.losses, self.option.deductible)

    @cached_property
    def cost_of_keeping(self) -> Decimal | None:
        """The bracket of V."""
        if self.layer is None:
            return None
        own, liquid = self.situation.return_on_own_funds, self.situation.return_on_liquid_money
        return arithmetic.cost_of_keeping(self.risk, self.layer, own=own, liquid=liquid)

    @cached_property
    def cost_of_insuring(self) -> Decimal | None:
        """The premium, in the same money."""
        if self.option is None:
            return None
        own = self.situation.return_on_own_funds
        return arithmetic.cost_of_insuring(self.risk, self.option.premium, own=own)

    @cached_property
    def advantage(self) -> Decimal | None:
        """V, to the cent: what is shown is what decides."""
        if self.cost_of_insuring is None or self.cost_of_keeping is None:
            return None
        return cents(self.cost_of_insuring - self.cost_of_keeping)

    @property
    def nobody_loses(self) -> bool:
        """Whether no one loses money: said so, or nobody depends on the one who dies."""
        if self.risk.someone_loses is False:
            return True
        family = self.risk.family
        if family is None:
            return False
        provided = self.need is not None and not self.need.gap
        return provided or nobody_needs(family, self.situation.means)

    def missing(self) -> tuple[str, ...]:
        """What has to be known before anything is advised, by name."""
        risk, means = self.risk, self.situation.means
        liquid, yearly = MEANS[self.situation.subject]
        told = {
            "covered_elsewhere": risk.covered_elsewhere is not None,
            "someone_loses": risk.someone_loses is not None,
            "frequency": self.frequency is not None or risk.frequency_class is not None,
            "severity": self.average is not None or risk.severity_class is not None,
            "maximum_loss": self.maximum is not None,
            liquid: means.liquid is not None,
            yearly: means.yearly is not None,
        }
        found = [name for name, known in told.items() if not known]
        if risk.family is None:
            return tuple(found)
        asked = missing_of(risk.family)
        derived = {"severity", "maximum_loss"}  # follow from the family's need
        return (*asked, *(name for name in found if name not in derived))

    def missing_to_compare(self) -> tuple[str, ...]:
        """What has to be known before keeping and insuring are compared."""
        told = {
            "frequency": self.frequency is not None,
            "severity": self.average is not None,
            "premium": self.option is not None,
        }
        return tuple(name for name, known in told.items() if not known)
