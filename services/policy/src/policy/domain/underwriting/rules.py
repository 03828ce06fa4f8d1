"""Numbered acceptance rules, and what an audit by them finds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from contracts.insured import Language
from policy.domain.offer import Offer
from policy.domain.underwriting.condition import Condition
from policy.domain.underwriting.facts import FactBook


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

    def is_hit(self, facts: Mapping[str, object], covers: Sequence[str]) -> bool | None:
        """Whether it is so, and about something asked for; None where it hangs on the unknown."""
        concerned = not self.covers or bool(set(self.covers) & set(covers))
        return self.when.holds(facts) if concerned else False


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
    facts: FactBook
    rules: tuple[Rule, ...]
    visit_reason: Mapping[Language, str]
    """Why a person looks after a visit with few points."""
    papers: Mapping[str, Mapping[Language, str]]
    """What each kind of document is called, as a customer reads it."""

    def paper(self, kind: str, language: Language) -> str:
        """The name of a document in the customer's language."""
        return self.papers[kind][language]

    def rule(self, rule_id: str) -> Rule:
        """The rule with this id."""
        return next(rule for rule in self.rules if rule.id == rule_id)

    def audit(self, offer: Offer, more: Mapping[str, object]) -> "Findings":
        """Try every rule. `more` is what was learnt besides, by documents or a visit.

        What a rule hangs on and is not known is reported missing, by the questions to ask for it.
        """
        found = self.facts.gather(offer, more)
        covers = [cover.id for cover in offer.covers]
        tried = {rule.id: rule.is_hit(found.facts, covers) for rule in self.rules}
        open_ = {name for rule in self.rules if tried[rule.id] is None for name in rule.when.names}
        return Findings(
            hits=tuple(rule for rule in self.rules if tried[rule.id]),
            missing=self.facts.to_ask(open_, found),
        )

    def documents(self, product: str) -> tuple[str, ...]:
        """The documents every application for this product needs."""
        told = self.facts.told.get(product, frozenset())
        return tuple(kind for kind in self.always if kind not in told)


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
