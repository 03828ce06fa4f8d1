"""A questionnaire: what we ask, and the rules that turn answers into named risks. It is data."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from chassis.errors import Rejected
from contracts.insured import Language
from policy.domain.risks.condition import YES_NO, Answer, Answers, When

Words = Mapping[Language, str]
_FIGURE: Final = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")
UNKNOWN: Final = "dont_know"


class Stage(StrEnum):
    """A stage of life, which brings questions of its own."""

    YOUTH = "youth"
    """18 to 30."""
    FAMILY = "family"
    MIDDLE = "middle"
    """45 to 60."""
    OLD = "old"
    """60 and more."""


class RiskClass(StrEnum):
    """The broad class a risk belongs to."""

    BIRTH = "birth"
    AGE = "age"
    ILLNESS = "illness"
    DEATH = "death"
    PROPERTY = "property"
    LIABILITY = "liability"


class Kind(StrEnum):
    """How a question is answered; to each kind, "don't know" is an answer too."""

    YES_NO = "yes_no"
    NUMBER = "number"
    AMOUNT = "amount"


class Transfer(StrEnum):
    """What comes after the measure."""

    COVER = "cover"
    COMPULSORY = "compulsory"
    """By law or by contract: `duty` names which."""
    NOT_NEEDED = "not_needed"
    """No transfer needed."""
    NONE = "none"
    """No cover does what the measure does."""


class BadAnswer(Rejected, code="bad-answer"):
    """This does not answer a question that was asked."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question, in each language we serve customers in."""

    id: str
    kind: Kind
    text: Words

    def read(self, said: str, *, field: str) -> Answer | None:
        """The answer as it was said; None when it is not known."""
        if said == UNKNOWN:
            return None
        if self.kind is Kind.YES_NO and said in YES_NO:
            return YES_NO[said]
        if self.kind is not Kind.YES_NO and _FIGURE.fullmatch(said):
            return Decimal(said)
        wanted = "yes, no" if self.kind is Kind.YES_NO else "a figure of at most two decimals"
        raise BadAnswer(f"{self.id} is answered by {wanted} or {UNKNOWN}", field=field)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """When a risk is there, how bad and how often, what to do first, and what cover comes second.

    `severity` and `frequency` are hints of ours (grade C); the person may correct them.
    """

    id: str
    stages: tuple[Stage, ...]
    """Empty: every stage."""
    risk_class: RiskClass
    when: When
    severity: int
    frequency: int
    transfer: Transfer
    duty: str | None
    risk: Words
    measure: Words
    cover: Words | None

    def applies(self, stage: Stage | None) -> bool:
        """Whether it is asked at this stage of life."""
        return not self.stages or stage in self.stages


@dataclass(frozen=True, kw_only=True)
class Questionnaire:
    """One version of the questions and rules for a household or a business; it never changes."""

    id: str
    version: str
    grade: str
    stages: tuple[Stage, ...]
    """Empty: it is not asked by stage of life."""
    note: Words
    questions: Mapping[str, Question]
    rules: tuple[Rule, ...]

    def must_have(self, stage: Stage | None) -> None:
        """Refuse a missing stage of life where there are some, and one where there are none."""
        if (stage is None) == bool(self.stages):
            choice = ", ".join(self.stages) or "no stage"
            raise BadAnswer(f"the {self.id} questionnaire is asked for {choice}", field="/stage")

    def rules_at(self, stage: Stage | None) -> list[Rule]:
        """The rules that apply; with no stage named, all of them."""
        return [rule for rule in self.rules if stage is None or rule.applies(stage)]

    def questions_at(self, stage: Stage | None) -> list[Question]:
        """What is asked, in the order of the data."""
        asked = {q for rule in self.rules_at(stage) for q in rule.when.questions}
        return [question for question in self.questions.values() if question.id in asked]

    def read(self, said: Sequence[tuple[str, str]]) -> Answers:
        """What was answered, as far as it is known; refuses what was not asked, and twice."""
        found: dict[str, Answer | None] = {}
        for place, (question, answer) in enumerate(said):
            if question not in self.questions:
                raise BadAnswer("there is no such question", field=f"/answers/{place}/question")
            if question in found:
                raise BadAnswer("is answered twice", field=f"/answers/{place}/question")
            found[question] = self.questions[question].read(
                answer, field=f"/answers/{place}/answer"
            )
        return {question: answer for question, answer in found.items() if answer is not None}
