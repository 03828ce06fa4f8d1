"""Where the questionnaires are kept: data files of this package."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from chassis.errors import NotFound
from contracts.insured import Language
from policy.domain.risks.condition import Condition, When
from policy.domain.risks.questionnaire import (
    Kind,
    Question,
    Questionnaire,
    RiskClass,
    Rule,
    Stage,
    Transfer,
    Words,
)

NAMES = ("household", "business")


class UnknownQuestionnaire(NotFound, code="questionnaire-unknown"):
    """There is no such questionnaire."""


class Questionnaires:
    """What we ask a household and a business."""

    def get(self, name: str, *, field: str | None = None) -> Questionnaire:
        """The questions and rules that are used now."""
        if name not in NAMES:
            raise UnknownQuestionnaire(f"we ask a {' or a '.join(NAMES)}", field=field)
        return _read(name)


@cache
def _read(name: str) -> Questionnaire:
    file = files("policy") / "risks" / f"{name}.toml"
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    return Questionnaire(
        id=data["id"],
        version=data["version"],
        grade=data["grade"],
        stages=tuple(Stage(stage) for stage in data["stages"]),
        note=_words(data["note"]),
        questions={
            id_: Question(id=id_, kind=Kind(one["type"]), text=_words(one["text"]))
            for id_, one in data["questions"].items()
        },
        rules=tuple(_rule(rule) for rule in data["rules"]),
    )


def _rule(data: Mapping[str, Any]) -> Rule:
    return Rule(
        id=data["id"],
        stages=tuple(Stage(stage) for stage in data.get("stages", ())),
        risk_class=RiskClass(data["class"]),
        when=When(
            conditions=tuple(_condition(one) for one in data["when"]), any=data.get("any", False)
        ),
        severity=data["severity"],
        frequency=data["frequency"],
        transfer=Transfer(data["transfer"]),
        duty=data.get("duty"),
        risk=_words(data["risk"]),
        measure=_words(data["measure"]),
        cover=_words(data["cover"]) if "cover" in data else None,
    )


def _condition(data: Mapping[str, str]) -> Condition:
    return Condition(
        question=data["question"],
        op=data["op"],
        value=data.get("value"),
        times=Decimal(data.get("times", "1")),
        of=data.get("of"),
    )


def _words(texts: Mapping[str, str]) -> Words:
    return {language: texts[language] for language in Language}
