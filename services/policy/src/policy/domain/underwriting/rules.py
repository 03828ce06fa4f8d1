"""Numbered acceptance rules, and what an audit by them finds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final, Literal

from chassis.errors import Rejected
from contracts.insured import Language
from policy.domain.offer import Offer
from policy.domain.underwriting.condition import Condition, normal

LARGEST: Final = Decimal(10**15)
FactKind = Literal["number", "text", "yes_no"]
TYPES: Final[Mapping[FactKind, type]] = {"number": Decimal, "text": str, "yes_no": bool}


class BadAnswer(Rejected, code="bad-answer"):
    """An answer is not of the kind the rules compare."""


class Outcome(StrEnum):
    """What a rule says when it is hit."""

    ACCEPT = "accept"
    LOAD = "load"
    """Accepted with a condition."""
    REFER = "refer"
    DECLINE = "decline"


@dataclass(frozen=True, kw_only=True)
class Attached:
    """The condition a rule of outcome `load` attaches."""

    kind: str
    precedent: bool = False
    """Nothing is issued before it is met; else it blocks nothing and, missed, gives a notice."""
    due_days: int | None = None


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule, by its id; `reason` is what the customer reads."""

    id: str
    when: Condition
    outcome: Outcome
    reason: Mapping[Language, str]
    covers: tuple[str, ...] = ()
    """The covers it speaks of; none means all."""
    survey: bool = False
    postpone: bool = False
    documents: tuple[str, ...] = ()
    condition: Attached | None = None

    def is_hit(self, facts: Mapping[str, object], covers: Sequence[str]) -> bool:
        """Whether it is so, and about something that is asked for."""
        concerned = not self.covers or bool(set(self.covers) & set(covers))
        return concerned and self.when.holds(facts)


@dataclass(frozen=True, kw_only=True)
class Rulebook:
    """The rules of one line, with what they need to know."""

    line: str
    version: str
    signature: Literal["ses", "aes", "qes"]
    """The least a signature of this line is."""
    credit: bool
    """Whether cover may begin on credit, before the premium is received."""
    always: tuple[str, ...]
    """The documents every application needs."""
    ask: Mapping[str, FactKind]
    defaults: Mapping[str, object]
    rules: tuple[Rule, ...]
    visit_reason: Mapping[Language, str]
    """Why a person looks after a visit with few points."""

    def rule(self, rule_id: str) -> Rule:
        """The rule with this id."""
        return next(rule for rule in self.rules if rule.id == rule_id)

    def audit(self, offer: Offer, more: Mapping[str, object]) -> "Findings":
        """Try every rule. `more` is what was learnt besides, by documents or a visit.

        A rule that asks for what is not known is not tried: the fact is reported missing.
        """
        facts = self._facts(offer, more)
        covers = [cover.id for cover in offer.covers]
        known = [rule for rule in self.rules if rule.when.names <= facts.keys()]
        return Findings(
            hits=tuple(rule for rule in known if rule.is_hit(facts, covers)),
            missing=tuple(name for name in self.ask if name not in facts),
        )

    def _facts(self, offer: Offer, more: Mapping[str, object]) -> dict[str, object]:
        said = {name: value for name, value in offer.answers.items() if value is not None}
        facts = {name: normal(value) for name, value in {**self.defaults, **said, **more}.items()}
        facts["jurisdiction"] = offer.jurisdiction
        wanted = {name: TYPES[kind] for name, kind in self.ask.items()}
        wanted |= {name: type(normal(value)) for name, value in self.defaults.items()}
        for name, kind in wanted.items():
            value = facts.get(name)
            if value is not None and not _fits(value, kind):
                raise BadAnswer(f"{name} is not of its kind", field="/offer/answers")
        return facts


@dataclass(frozen=True, kw_only=True)
class Findings:
    """What an audit found."""

    hits: tuple[Rule, ...]
    missing: tuple[str, ...]

    @property
    def is_standard(self) -> bool:
        """Whether some rule accepts, and none asks for a person."""
        outcomes = {rule.outcome for rule in self.hits}
        return Outcome.ACCEPT in outcomes and not outcomes & {Outcome.REFER, Outcome.DECLINE}

    def documents(self, always: Sequence[str]) -> tuple[str, ...]:
        """Every document that is wanted, each once."""
        wanted = [*always, *(kind for rule in self.hits for kind in rule.documents)]
        return tuple(dict.fromkeys(wanted))


def _fits(value: object, kind: type) -> bool:
    if not isinstance(value, kind) or (kind is Decimal and isinstance(value, bool)):
        return False
    return not isinstance(value, Decimal) or abs(value) < LARGEST
