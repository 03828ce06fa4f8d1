"""Where the facts of underwriting come from: answers to the questions of a product, as data.

    flood_return_years = { how = "choose", of = ["flood_zone"], values = { A = 1000, D = 20 } }

A fact has one way, or several of which the first that says something counts. A fact that no way
says yet is not assumed: the questions it waits for are asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from chassis.errors import Rejected
from policy.domain.offer import Answer
from policy.domain.period import Period
from policy.domain.products.words import Strict
from policy.domain.underwriting.condition import normal

How = Literal["copy", "choose", "sum", "none", "age", "years", "months", "days", "share", "say"]
Said = Mapping[str, Answer]


class BadAnswer(Rejected, code="bad-answer"):
    """An answer is not of the kind the rules compare."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Way(Strict):
    """One way to know a fact.

    `copy` takes the answer, between `least` and `most` and times `times`, or says `gives` instead;
    `choose` takes what `values` has for it; `sum` adds; `none` is whether each is answered with
    no; `age` and `years` count whole years to the first day, from a day and from a year;
    `months` and `days` count to it from a day, and `days` of nothing are those of the period;
    `share` is the first answer divided by the sum of the others; `say` says `gives`.
    """

    how: How
    of: tuple[str, ...] = ()
    values: Mapping[str, bool | int | str] = field(default_factory=dict)
    least: int | None = None
    most: int | None = None
    times: Decimal | None = None
    gives: bool | int | str | None = None
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Only where these questions are answered so; yes and no are written `yes` and `no`."""

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions it rests on."""
        return (*self.when, *self.of)

    def open_questions(self, said: Said) -> list[str]:
        """What is still to be asked for it; nothing where it does not apply."""
        if any(said.get(name) is not None and _key(said[name]) not in among
               for name, among in self.when.items()):  # fmt: skip
            return []
        return [name for name in self.questions if said.get(name) is None]

    def fact(self, said: Said, period: Period) -> object | None:
        """The fact as conditions compare it; None where it cannot be known this way."""
        if not all(name in said and _key(said[name]) in among for name, among in self.when.items()):
            return None
        answers = [said.get(name) for name in self.of]
        if self.how == "none":
            told = [self._told(answer) for answer in answers]
            return False if True in told else (None if None in told else True)
        if any(answer is None for answer in answers):
            return None
        return self._made([self._told(answer) for answer in answers], period)

    def _told(self, answer: Answer) -> object:
        if answer is None:
            return None
        if not self.values:
            return normal(answer)
        if _key(answer) in self.values:
            return normal(self.values[_key(answer)])
        if isinstance(answer, bool):
            return answer
        raise BadAnswer(f"{answer} is no answer to {self.of[0]}", field="/offer/answers")

    def _made(self, told: Sequence[object], period: Period) -> object | None:
        if self.how == "say":
            return normal(self.gives)
        if self.how in {"copy", "choose"}:
            return self._within(told[0])
        if self.how in {"sum", "share"}:
            return self._together([_number(one) for one in told])
        if not told:
            return Decimal(period.days)
        first = period.starts_on
        if self.how == "years":
            return _not_before(Decimal(first.year) - _number(told[0]))
        return _not_before(Decimal(_since(self.how, _day(told[0]), first)))

    def _together(self, numbers: Sequence[Decimal]) -> Decimal | None:
        if self.how == "sum":
            return sum(numbers, Decimal())
        among = sum(numbers[1:], Decimal())
        return numbers[0] / among if among else None

    def _within(self, told: object) -> object | None:
        bounded = self.least is not None or self.most is not None
        if bounded:
            number = _number(told)
            if (self.least is not None and number < self.least) or (
                self.most is not None and number > self.most
            ):
                return None
        if self.gives is not None:
            return normal(self.gives)
        return told if self.times is None else _number(told) * self.times


Sources = Mapping[str, tuple[Way, ...]]
"""The ways to each fact, the surest first."""


def learn(
    sources: Sources, said: Said, period: Period
) -> tuple[dict[str, object], dict[str, list[str]]]:
    """The facts that are known, and for each that is not the questions it waits for."""
    known: dict[str, object] = {}
    waits: dict[str, list[str]] = {}
    for name, ways in sources.items():
        for way in ways:
            fact = way.fact(said, period)
            if fact is not None:
                known[name] = fact
                break
        else:
            waits[name] = [one for way in ways for one in way.open_questions(said)]
    return known, waits


def _since(what: How, day: date, first: date) -> int:
    if what == "days":
        return (first - day).days
    is_short = (first.month, first.day) < (day.month, day.day) if what == "age" else (
        first.day < day.day
    )  # fmt: skip
    years = first.year - day.year
    return (years if what == "age" else years * 12 + first.month - day.month) - is_short


def _not_before(count: Decimal) -> Decimal:
    if count < 0:
        raise BadAnswer("a day or a year lies after the first day of cover", field="/offer/answers")
    return count


def _number(told: object) -> Decimal:
    if not isinstance(told, Decimal):
        raise BadAnswer(f"{told} is no number", field="/offer/answers")
    return told


def _day(told: object) -> date:
    try:
        return date.fromisoformat(str(told))
    except ValueError:
        raise BadAnswer(f"{told} is no day such as 2026-03-01", field="/offer/answers") from None


def _key(answer: Answer) -> str:
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return str(answer)
