"""What a late payment costs: exact, with the arithmetic as text.

Days are counted as they are; the first is not, the last is. Each stretch of one rate is a tranche:
principal x rate x days / basis. The sum is rounded once, to the cent.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Final

from statutes.counting import add_months
from statutes.kinds import Unit
from statutes.rates import Formula, Rates
from statutes.refusals import NotCountable, need

_DAY = timedelta(days=1)
_CENT = Decimal("0.01")
_FIGURES = 60  # digits while a sum is worked out; what is shown has far fewer


@dataclass(frozen=True, slots=True)
class Tranche:
    """Consecutive days of one rate; `percent` is missing when nobody has published it."""

    first: date
    last: date
    percent: Decimal | None

    @property
    def days(self) -> int:
        """How many days, both ends counted."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Interest:
    """What is owed. When `complete` is false, only of the days whose rate is known."""

    formula: Formula
    principal: Decimal
    tranches: tuple[Tranche, ...]
    alternative: "Interest | None" = None

    @property
    def exact(self) -> Decimal:
        """The sum before rounding, to many places."""
        whole = sum((self._of(tranche) for tranche in self.tranches), Fraction())
        with localcontext(prec=_FIGURES):
            return Decimal(whole.numerator) / Decimal(whole.denominator)

    @property
    def amount(self) -> Decimal:
        """The sum to the cent, half a cent up."""
        return self.exact.quantize(_CENT, ROUND_HALF_UP)

    @property
    def missing(self) -> tuple[Tranche, ...]:
        """The days without a rate."""
        return tuple(tranche for tranche in self.tranches if tranche.percent is None)

    @property
    def complete(self) -> bool:
        """Whether every day has its rate."""
        return not self.missing

    @property
    def arithmetic(self) -> str:
        """The sum, written out for somebody with a pocket calculator."""
        lines = [self._written(tranche) for tranche in self.tranches]
        total = f"total {self.amount}" if self.complete else f"incomplete; known part {self.amount}"
        if self.alternative is not None:
            lines.append(f"another reading, not applied: {self.alternative.amount}")
        return "; ".join([*lines[: len(self.tranches)], total, *lines[len(self.tranches) :]])

    def _of(self, tranche: Tranche) -> Fraction:
        percent = Fraction(tranche.percent or 0)
        return Fraction(self.principal) * percent * tranche.days / 100 / self.formula.basis

    def _written(self, tranche: Tranche) -> str:
        span = f"{tranche.first}…{tranche.last} = {tranche.days} d"
        if tranche.percent is None:
            return f"{span}: rate not known"
        part = self._of(tranche)
        with localcontext(prec=_FIGURES):
            value = (Decimal(part.numerator) / Decimal(part.denominator)).quantize(
                Decimal("0.0001")
            )
        sum_ = (
            f"{self.principal} * {plain(tranche.percent)} % * {tranche.days} / {self.formula.basis}"
        )
        return f"{span}: {sum_} = {value}"


_LARGEST: Final = Decimal(10) ** 15
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2200


def interest(
    formula: Formula, principal: Decimal, since: date, until: date, rates: Rates
) -> Interest:
    """The interest on `principal` from `since`, not counted, to the day it is paid, counted."""
    need(formula, Formula, "a formula")
    need(rates, Rates, "rates")
    for day in (since, until):
        if isinstance(day, datetime):
            raise NotCountable(f"interest is counted in days, and {day.isoformat()} is an instant")
        need(day, date, "a day")
    if not isinstance(principal, Decimal) or not principal.is_finite() or principal < 0:
        raise NotCountable(f"a principal of {principal!r} is not an exact amount")
    if until < since:
        raise NotCountable(f"paid on {until}, before interest runs from {since}")
    if principal > _LARGEST or not _FIRST_YEAR <= since.year <= until.year <= _LAST_YEAR:
        raise NotCountable(f"interest on {principal} from {since} until {until} is out of reach")
    tranches = tuple(_tranches(formula, since, until, rates))
    return Interest(formula, principal, tranches, _alternative(formula, principal, since, until))


def _tranches(formula: Formula, since: date, until: date, rates: Rates) -> Iterator[Tranche]:
    """The days, cut wherever the rate may change."""
    step_on = None if formula.step is None else _last_before_step(formula, since)
    first = since + _DAY
    while first <= until:
        stepped = step_on is not None and first > step_on
        percent, last = _rate(formula, first, until, rates)
        if step_on is not None and not stepped:
            last = min(last, step_on)
        if stepped and percent is not None and formula.step is not None:
            percent = max(percent, formula.step.floor)
        yield Tranche(first, last, percent)
        first = last + _DAY


def _rate(formula: Formula, day: date, until: date, rates: Rates) -> tuple[Decimal | None, date]:
    """The yearly percentage of a day, and the last day it can be said of."""
    if formula.fixed is not None:
        return formula.fixed, until
    series = formula.series or ""
    if (rate := rates.on(series, day)) is not None:
        ends = [until if rate.until is None else rate.until]
        # A rate somebody answers for may begin within this one.
        ends += [other.since - _DAY for other in rates.dated[series] if other.since > day]
        return rate.percent * formula.factor + formula.plus, min(until, *ends)
    coming = [rate.since - _DAY for rate in rates.dated.get(series, ()) if rate.since > day]
    return None, min([until, *coming])


def _last_before_step(formula: Formula, since: date) -> date:
    if formula.step is None:
        return date.max
    after = formula.step.after
    match after.unit:
        case Unit.MONTH:
            return add_months(since, after.number)
        case Unit.YEAR:
            return add_months(since, 12 * after.number)
        case Unit.WEEK:
            return since + timedelta(weeks=after.number)
        case _:
            return since + timedelta(days=after.number)


def _alternative(formula: Formula, principal: Decimal, since: date, until: date) -> Interest | None:
    """The floor from the first day on, once the step is passed: a reading shown, not applied."""
    step = formula.step
    if step is None or not step.single or until <= _last_before_step(formula, since):
        return None
    return Interest(formula, principal, (Tranche(since + _DAY, until, step.floor),))


def plain(number: Decimal) -> str:
    """A number without the zeros at its end."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
