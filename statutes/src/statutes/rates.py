"""Interest rates with their dates, and the formulas of law that use them.

A day without a rate has none: the last one is never carried on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from statutes.entry import Length
from statutes.kinds import Unit
from statutes.refusals import BadPack, Unknown, need
from statutes.tables import Table, once, parse
from statutes.words import Words


@dataclass(frozen=True, slots=True)
class Rate:
    """So many percent a year, from a day to a day, both included."""

    series: str
    percent: Decimal
    since: date
    until: date | None
    citation: str
    source: tuple[str, ...]
    grade: str


@dataclass(frozen=True, slots=True)
class Step:
    """From so long after the first day, the rate is not below `floor`."""

    after: Length
    floor: Decimal
    single: bool


@dataclass(frozen=True, slots=True)
class Formula:
    """The rate of a day: the series times `factor` plus `plus`, or a fixed one."""

    id: str
    name: Words
    series: str | None
    fixed: Decimal | None
    factor: Decimal
    plus: Decimal
    basis: int
    step: Step | None
    citation: str
    source: tuple[str, ...]
    grade: str
    runs_from: Words


@dataclass(frozen=True, slots=True)
class Rates:
    """Every series, dated, and every formula."""

    series: Mapping[str, Words]
    dated: Mapping[str, tuple[Rate, ...]]
    formulas: Mapping[str, Formula]

    def formula(self, name: str) -> Formula:
        """A formula by its id."""
        need(name, str, "a formula")
        if name not in self.formulas:
            raise Unknown(f"formula {name!r}: there are {', '.join(self.formulas)}")
        return self.formulas[name]

    def on(self, series: str, day: date) -> Rate | None:
        """The rate of a day, when it is known."""
        for rate in self.dated.get(series, ()):
            if rate.since <= day and (rate.until is None or day <= rate.until):
                return rate
        return None

    def adding(self, more: Iterable[Rate]) -> "Rates":
        """With rates that somebody answers for; where both speak of a day, these are heard."""
        dated = dict(self.dated)
        for rate in more:
            if rate.series not in self.series:
                raise Unknown(f"series {rate.series!r}: there are {', '.join(self.series)}")
            dated[rate.series] = (rate, *dated.get(rate.series, ()))
        return replace(self, dated=dated)


def read_rates(text: str, file: str = "rates.toml") -> Rates:
    """The series, rates and formulas of a file."""
    whole = Table(parse(text, file), file, "file")
    series: dict[str, Words] = {}
    for table in whole.tables("series"):
        table.key = name = table.text("id")
        if name in series:
            raise table.refuse("id", "is there twice")
        series[name] = table.words("name")
        table.finish()
    dated: dict[str, list[Rate]] = {}
    for table in whole.tables("rate"):
        rate = _rate(table, series)
        dated.setdefault(rate.series, []).append(rate)
    formulas = [_formula(table, series) for table in whole.tables("formula")]
    whole.finish()
    once((formula.id for formula in formulas), file, "formula")
    for name, rates in dated.items():
        rates.sort(key=lambda rate: rate.since)
        for one, other in pairwise(rates):
            if one.until is None or other.since <= one.until:
                raise BadPack(file, f"{name}.from", f"the rate of {other.since} overlaps another")
    found = {name: tuple(rates) for name, rates in dated.items()}
    return Rates(series, found, {formula.id: formula for formula in formulas})


def _rate(table: Table, series: Mapping[str, Words]) -> Rate:
    name = table.text("series")
    table.key = f"rate {name}"
    if name not in series:
        raise table.refuse("series", f"there is no series {name!r}")
    rate = Rate(
        series=name,
        percent=table.decimal("percent"),
        since=table.day("from"),
        until=table.maybe_day("until"),
        citation=table.text("citation"),
        source=table.texts("source"),
        grade=table.text("grade"),
    )
    if rate.grade not in {"A", "B"}:
        raise table.refuse("grade", f"{rate.grade!r} is not one of A, B: the rest is not verified")
    if rate.until is not None and rate.until < rate.since:
        raise table.refuse("until", "ends before it begins")
    table.finish()
    return rate


def _formula(table: Table, series: Mapping[str, Words]) -> Formula:
    table.key = table.text("id")
    name = table.text("series") if table.has("series") else None
    fixed = table.decimal("fixed") if table.has("fixed") else None
    if (name is None) == (fixed is None):
        raise table.refuse("series", "a formula has either a series or a fixed rate")
    if name is not None and name not in series:
        raise table.refuse("series", f"there is no series {name!r}")
    formula = Formula(
        id=table.key,
        name=table.words("name"),
        series=name,
        fixed=fixed,
        factor=table.decimal("factor", "1"),
        plus=table.decimal("plus", "0"),
        basis=table.number("basis"),
        step=_step(table.table("step")) if table.has("step") else None,
        citation=table.text("citation"),
        source=table.texts("source"),
        grade=table.text("grade"),
        runs_from=table.words("runs_from"),
    )
    if formula.basis == 0:
        raise table.refuse("basis", "must not be 0")
    table.finish()
    return formula


def _step(table: Table) -> Step:
    unit = table.one_of(Unit, "unit")
    if not unit.is_days or unit is Unit.BUSINESS_DAY:
        raise table.refuse("unit", "must be calendar_day, week, month or year")
    step = Step(Length(table.number("after"), unit), table.decimal("floor"), table.flag("single"))
    table.finish()
    return step
