"""Questionnaires over HTTP: what we would ask, and which rules use it. Anybody may read them."""

from typing import Annotated

from fastapi import Path
from pydantic import BaseModel

from chassis.web import Routes
from contracts.insured import Language
from policy.domain.risks.questionnaire import Kind, Question, Questionnaire, RiskClass, Stage
from policy.storage import Questionnaires

routes = Routes(prefix="/questionnaires", tags=["risks"])

Name = Annotated[str, Path(pattern=r"^[a-z0-9-]{1,64}$", examples=["household"])]


class QuestionView(BaseModel):
    """A question; "dont_know" is an answer to each."""

    id: str
    kind: Kind
    text: str


class RuleView(BaseModel):
    """A rule: the risk it looks for, the questions it needs, and our hints."""

    id: str
    risk_class: RiskClass
    risk: str
    questions: list[str]
    severity: int
    frequency: int


class QuestionnaireView(BaseModel):
    """What is asked at one stage of life, or at all of them."""

    id: str
    version: str
    grade: str
    language: Language
    stages: list[Stage]
    note: str
    questions: list[QuestionView]
    rules: list[RuleView]


@routes.get("/{name}", summary="Read a questionnaire")
async def get_questionnaire(
    name: Name, stage: Stage | None = None, language: Language = Language.ENGLISH
) -> QuestionnaireView:
    """The questions of the household or the business, in one language."""
    found = Questionnaires().get(name)
    return QuestionnaireView(
        id=found.id,
        version=found.version,
        grade=found.grade,
        language=language,
        stages=list(found.stages),
        note=found.note[language],
        questions=[_question(one, language) for one in found.questions_at(stage)],
        rules=_rules(found, stage, language),
    )


def _question(question: Question, language: Language) -> QuestionView:
    return QuestionView(id=question.id, kind=question.kind, text=question.text[language])


def _rules(found: Questionnaire, stage: Stage | None, language: Language) -> list[RuleView]:
    return [
        RuleView(
            id=rule.id,
            risk_class=rule.risk_class,
            risk=rule.risk[language],
            questions=list(rule.when.questions),
            severity=rule.severity,
            frequency=rule.frequency,
        )
        for rule in found.rules_at(stage)
    ]
