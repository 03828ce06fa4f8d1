"""Where the rules of underwriting are found: data files of this package, one per line."""

import tomllib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Final

from pydantic import TypeAdapter

from chassis.errors import Rejected
from contracts.insured import Language
from policy.domain.preservation.judge import BY_PRODUCT, NO_PRICE, SUMS
from policy.domain.products import Plan
from policy.domain.products.words import Words
from policy.domain.underwriting.authority import Counting, Limits
from policy.domain.underwriting.checking import BadSources, check
from policy.domain.underwriting.condition import Condition
from policy.domain.underwriting.facts import FactBook
from policy.domain.underwriting.rules import Attached, Outcome, Rule, Rulebook
from policy.domain.underwriting.sources import Sources, Way
from policy.storage.products import Products

LINES: Final = ("home", "motor", "life", "health", "travel", "business")
_WAYS: Final[TypeAdapter[tuple[Way, ...]]] = TypeAdapter(tuple[Way, ...])


class NoLine(Rejected, code="product-without-line"):
    """We have no rules to underwrite this product by."""


class Underwriting:
    """The rules of underwriting, and what the house says besides."""

    def line_of(self, product: str) -> str:
        """The line whose rules a product is underwritten by."""
        line: str | None = _read("house")["lines"].get(product)
        if line is None:
            raise NoLine("we have no rules for this product", field="/offer/product")
        return line

    def rules(self, line: str) -> Rulebook:
        """The rules of a line."""
        return _rulebook(line)

    def credit_days(self, line: str) -> int:
        """How long after the first day of cover the first premium of a line may fall due."""
        days: int = _read("house")["invoice"]["credit_days"]
        return days if _rulebook(line).credit else 0

    def held_days(self) -> int:
        """How long after terms were priced they may still be applied for, or moved."""
        days: int = _read("house")["held"]["days"]
        return days

    def idle_days(self) -> int:
        """After how long without a word an application is closed."""
        days: int = _read("house")["idle"]["days"]
        return days

    def dispatch_days(self) -> int:
        """How long after a contract is made its papers should demonstrably have arrived."""
        days: int = _read("house")["dispatch"]["days"]
        return days

    def health_papers(self) -> frozenset[str]:
        """The kinds of paper that speak of somebody's health."""
        return frozenset(_read("house")["papers"]["health"])

    def limits(self) -> Limits:
        """Who may decide up to where."""
        data = _read("house")
        authority = data["authority"]
        return Limits(
            window_days=authority["window_days"],
            sums={
                kind: [Decimal(sum_) for sum_ in authority[kind]] for kind in ("property", "life")
            },
            premium_change_percent=[Decimal(one) for one in authority["premium_change_percent"]],
            euros={code: Decimal(factor) for code, factor in data["euros"].items()},
            counting={line: _counting(_read(line)) for line in LINES},
        )

    def cope(self) -> Mapping[str, int]:
        """The items of a visit, and the most points of each."""
        points: Mapping[str, int] = _read("house")["cope"]
        return points

    def next_step(self, step: str) -> Mapping[str, str]:
        """What happens next, in every language, and whose turn it is (`who`)."""
        words: Mapping[str, str] = _read("house")["next"][step]
        return words

    def words(self, what: str) -> Mapping[Language, str]:
        """What we say to the customer then."""
        return _in_each_language(_read("house")["words"][what])

    def cheaper_answer(self) -> str:
        """The rule of the house for an answer that makes a contract cheaper, by its id."""
        rule_id: str = _read("house")["cheaper_answer"]["id"]
        return rule_id

    def other_place(self) -> str:
        """The rule of the house for another place, by its id."""
        rule_id: str = _read("house")["other_place"]["id"]
        return rule_id

    def of_the_place(self, product: str) -> tuple[str, ...]:
        """The questions of a product that are about the insured place."""
        return tuple(_read("house")["other_place"]["questions"].get(product, ()))

    def said(self, product: str, reasons: Sequence[str], language: Language) -> list[str]:
        """In the customer's words, why a change is looked at: each reason says something."""
        line: str | None = _read("house")["lines"].get(product)
        book = None if line is None else _rulebook(line)
        known = {rule.id: rule.reason for rule in (book.rules if book else ())}
        for rule_id in ("cheaper_answer", "other_place"):
            known[_read("house")[rule_id]["id"]] = _in_each_language(_read("house")[rule_id])
        for plan in (one for one in Products().versions() if one.id == product):
            ids = [rule.id for rule in plan.eligibility]
            known |= {f"{BY_PRODUCT}{n.upper()}": said for n, said in plan.reasons(ids).items()}
        known |= {SUMS: self.words("authority"), NO_PRICE: self.words("no_price")}
        asked = {} if book is None else book.facts.texts.get(product, {})
        unanswered = self.words("unanswered")[language]
        known |= {name: {language: f"{unanswered} {of[language]}"} for name, of in asked.items()}
        other = self.words("looked_at")
        return list(dict.fromkeys(known.get(one, other)[language] for one in reasons))

    def roster(self) -> list[str]:
        """The agents who are given new prospects."""
        agents: list[str] = _read("house")["roster"]["agents"]
        return agents


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("policy") / "underwriting" / f"{name}.toml").read_text("utf-8"))


@cache
def _rulebook(line: str) -> Rulebook:
    return rulebook_of(_read(line), Products().versions())


def rulebook_of(data: Mapping[str, Any], plans: Sequence[Plan]) -> Rulebook:
    """The rules of a line as its file says them; refused where they do not fit the products."""
    sources = {product: _sources(ways) for product, ways in data.get("from", {}).items()}
    sold = [plan for plan in plans if plan.id in sources]
    for plan in sold:
        check(plan, sources[plan.id], [*data["ask"], *data["house"]])
    if unknown := sources.keys() - {plan.id for plan in sold}:
        raise BadSources(f"{data['line']}: there is no product {sorted(unknown)}")
    book = Rulebook(
        line=data["line"],
        version=data["version"],
        signature=data["signature"],
        credit=data["credit"],
        always=tuple(data["always"]),
        facts=_facts(data, sources, sold),
        rules=tuple(_rule(one) for one in data["rule"]),
        visit_reason=_in_each_language(_read("house")["visit_reason"]),
        papers={kind: _in_each_language(said) for kind, said in _read("papers").items()},
    )
    for rule in book.rules:
        if strange := rule.when.names - book.facts.names - {"jurisdiction"}:
            raise ValueError(f"{rule.id} asks for {sorted(strange)}")
        if (rule.outcome is Outcome.LOAD) is not (rule.condition is not None):
            raise ValueError(f"{rule.id}: a rule that loads attaches a condition, no other does")
    return book


def _facts(data: Mapping[str, Any], sources: Mapping[str, Sources], sold: list[Plan]) -> FactBook:
    told = data.get("told", {})
    if silent := [name for name, one in data["house"].items() if not one["why"].strip()]:
        raise BadSources(f"{data['line']}: why is {silent} taken for so?")
    return FactBook(
        ask=data["ask"],
        house={name: one["is"] for name, one in data["house"].items()},
        money=frozenset(data.get("money", {}).get("facts", ())),
        sources=sources,
        scales={plan.id: {one.id: one.scale for one in plan.markets} for plan in sold},
        told={
            plan.id: frozenset(kind for kind, of in told.items() if set(of) <= plan.asked.keys())
            for plan in sold
        },
        texts={plan.id: {one.id: _every(one.text) for one in plan.questions} for plan in sold},
        priced={
            plan.id: {one.id: one.default for one in plan.questions if one.confirm} for plan in sold
        },
    )


def _sources(data: Mapping[str, Any]) -> Sources:
    """As written; a name alone is the question whose answer is taken as it is."""
    return {name: _WAYS.validate_python(_ways(ways)) for name, ways in data.items()}


def _ways(written: Any) -> list[Any]:
    if isinstance(written, str):
        return [{"how": "copy", "of": [written]}]
    return written if isinstance(written, list) else [written]


def _counting(data: Mapping[str, Any]) -> Counting:
    said = data.get("exposure", {})
    return Counting(
        by_law=frozenset(said.get("by_law", ())),
        shared=tuple(frozenset(group) for group in said.get("shared", ())),
    )


def _rule(data: Mapping[str, Any]) -> Rule:
    attached = data.get("condition")
    return Rule(
        id=data["id"],
        when=Condition(data["when"]),
        outcome=Outcome(data["outcome"]),
        reason=_in_each_language(data),
        covers=tuple(data.get("covers", ())),
        survey=data.get("survey", False),
        postpone=data.get("postpone", False),
        documents=() if data.get("documents_optional") else tuple(data.get("documents", ())),
        condition=None if attached is None else Attached(**attached),
    )


def _every(words: Words) -> dict[Language, str]:
    return {language: words.said(language) for language in Language}


def _in_each_language(texts: Mapping[str, Any]) -> dict[Language, str]:
    return {language: texts[language] for language in Language}
