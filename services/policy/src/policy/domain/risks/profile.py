"""A risk profile: what somebody answered, the risks that were found, and what is still to ask.

    answers ──► rules ──► FOUND (risk, by which rule)   open (which answers are missing)

A profile never changes; new answers make a new one, and the newest counts. It holds the words of
the day it was made, so that it reads the same when the questionnaire has a new version.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from policy.domain.risks.matrix import Cell, cell
from policy.domain.risks.questionnaire import (
    BadAnswer,
    Questionnaire,
    RiskClass,
    Rule,
    Stage,
    Transfer,
    Words,
)


@dataclass(frozen=True, kw_only=True)
class Correction:
    """A person knows better how severe or how frequent the risk of a rule is."""

    rule: str
    severity: int
    frequency: int


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A named risk, with the rule that found it: the measure first, cover second."""

    rule: str
    risk_class: RiskClass
    risk: Words
    severity: int
    frequency: int
    corrected: bool
    """Whether the person corrected our hints."""
    cell: Cell
    measure: Words
    transfer: Transfer
    duty: str | None
    cover: Words | None

    @classmethod
    def of(cls, rule: Rule, correction: Correction | None) -> "Finding":
        """What this rule found, as severe and frequent as the person says, else as we guess."""
        told = correction or rule
        return cls(
            rule=rule.id,
            risk_class=rule.risk_class,
            risk=rule.risk,
            severity=told.severity,
            frequency=told.frequency,
            corrected=correction is not None,
            cell=cell(told.severity, told.frequency),
            measure=rule.measure,
            transfer=rule.transfer,
            duty=rule.duty,
            cover=rule.cover,
        )


@dataclass(frozen=True, kw_only=True)
class OpenRule:
    """A rule that cannot tell yet, and the questions it waits for."""

    rule: str
    questions: tuple[str, ...]


@dataclass(eq=False, kw_only=True)
class RiskProfile:
    """The risks of one customer, as answered on one day."""

    id: UUID
    customer_id: UUID
    questionnaire: str
    questionnaire_version: str
    stage: Stage | None
    answers: Mapping[str, str]
    findings: tuple[Finding, ...]
    open: tuple[OpenRule, ...]
    made_at: datetime
    made_by: str

    def finding(self, rule: str) -> Finding | None:
        """What this rule found, if it did."""
        return next((found for found in self.findings if found.rule == rule), None)


def make_profile(
    profile_id: UUID,
    *,
    customer_id: UUID,
    questionnaire: Questionnaire,
    stage: Stage | None,
    said: Sequence[tuple[str, str]],
    corrections: Sequence[Correction],
    at: datetime,
    by: str,
) -> RiskProfile:
    """Put the rules to what was said; what a rule still needs is listed, never guessed."""
    questionnaire.must_have(stage)
    answers = questionnaire.read(said)
    corrected = _by_rule(corrections, questionnaire)
    findings, undecided = [], []
    for rule in questionnaire.rules_at(stage):
        match rule.when.holds(answers):
            case True:
                findings.append(Finding.of(rule, corrected.get(rule.id)))
            case None:
                missing = tuple(q for q in rule.when.questions if q not in answers)
                undecided.append(OpenRule(rule=rule.id, questions=missing))
    return RiskProfile(
        id=profile_id,
        customer_id=customer_id,
        questionnaire=questionnaire.id,
        questionnaire_version=questionnaire.version,
        stage=stage,
        answers=dict(said),
        findings=tuple(findings),
        open=tuple(undecided),
        made_at=at,
        made_by=by,
    )


def _by_rule(
    corrections: Sequence[Correction], questionnaire: Questionnaire
) -> dict[str, Correction]:
    known, found = {rule.id for rule in questionnaire.rules}, {}
    for place, correction in enumerate(corrections):
        if correction.rule not in known or correction.rule in found:
            raise BadAnswer(
                "names a rule of the questionnaire, each at most once",
                field=f"/corrections/{place}/rule",
            )
        found[correction.rule] = correction
    return found
