"""The small language in which rules say when they hold. It is data: nothing is ever evaluated.

    { question = "drives", op = "is", value = "yes" }
    { question = "pipes_age", op = ">", value = "30" }
    { question = "car_value", op = "<", times = "0.05", of = "liquid_assets" }

There are three answers to a condition: it holds, it does not, or nobody knows yet. What nobody
knows is asked, never assumed.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from chassis.errors import Rejected

Answer = bool | Decimal
Answers = Mapping[str, Answer]
"""What is known, by question; what is not in it is not known."""

COMPARE: Final[dict[str, Callable[[Decimal, Decimal], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    ">=": operator.ge,
    ">": operator.gt,
}
YES_NO: Final = {"yes": True, "no": False}


class BadCondition(Rejected, code="bad-condition"):
    """A rule says something that the language of conditions does not have."""


@dataclass(frozen=True, kw_only=True)
class Condition:
    """One question compared with a value, or with a share of another figure."""

    question: str
    op: str
    value: str | None = None
    times: Decimal = Decimal(1)
    of: str | None = None

    def __post_init__(self) -> None:
        is_word = self.op == "is" and self.value in YES_NO and self.of is None
        is_figure = self.op in COMPARE and (self.value is None) != (self.of is None)
        if not (is_word or is_figure):
            raise BadCondition(f"{self.question} {self.op} {self.value or self.of}")

    @property
    def questions(self) -> tuple[str, ...]:
        """What it asks for."""
        return (self.question,) if self.of is None else (self.question, self.of)

    def holds(self, answers: Answers) -> bool | None:
        """Whether it holds; None when an answer it needs is not known."""
        if any(question not in answers for question in self.questions):
            return None
        answer = answers[self.question]
        if self.op == "is":
            return answer is YES_NO[str(self.value)]
        limit = Decimal(self.value) if self.value is not None else answers[str(self.of)]
        return COMPARE[self.op](Decimal(answer), self.times * Decimal(limit))


@dataclass(frozen=True, kw_only=True)
class When:
    """Several conditions: all of them, or `any` one."""

    conditions: tuple[Condition, ...]
    any: bool = False

    @property
    def questions(self) -> tuple[str, ...]:
        """What they ask for, each once."""
        return tuple(dict.fromkeys(q for one in self.conditions for q in one.questions))

    def holds(self, answers: Answers) -> bool | None:
        """Whether they hold; an unknown one matters only when the others do not settle it."""
        found: Sequence[bool | None] = [one.holds(answers) for one in self.conditions]
        if self.any in found:
            return self.any
        return None if None in found else not self.any
