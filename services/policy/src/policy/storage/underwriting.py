"""Where the rules of underwriting are found: data files of this package, one per line."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from chassis.errors import Rejected
from contracts.insured import Language
from policy.domain.underwriting.authority import Limits
from policy.domain.underwriting.condition import Condition
from policy.domain.underwriting.rules import Attached, Outcome, Rule, Rulebook


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
        )

    def cope(self) -> Mapping[str, int]:
        """The items of a visit, and the most points of each."""
        points: Mapping[str, int] = _read("house")["cope"]
        return points

    def next_step(self, status: str) -> Mapping[str, str]:
        """What happens next in this state, in every language, and whose turn it is (`who`)."""
        words: Mapping[str, str] = _read("house")["next"][status]
        return words

    def roster(self) -> list[str]:
        """The agents who are given new prospects."""
        agents: list[str] = _read("house")["roster"]["agents"]
        return agents


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("policy") / "underwriting" / f"{name}.toml").read_text("utf-8"))


@cache
def _rulebook(line: str) -> Rulebook:
    data = _read(line)
    book = Rulebook(
        line=data["line"],
        version=data["version"],
        signature=data["signature"],
        credit=data["credit"],
        always=tuple(data["always"]),
        ask=data["ask"],
        defaults=data["defaults"],
        rules=tuple(_rule(one) for one in data["rule"]),
        visit_reason=_in_each_language(_read("house")["visit_reason"]),
    )
    named = {*book.ask, *book.defaults}
    for rule in book.rules:
        if unknown := rule.when.names - named - {"jurisdiction"}:
            raise ValueError(f"{rule.id} asks for {sorted(unknown)}")
        if (rule.outcome is Outcome.LOAD) is not (rule.condition is not None):
            raise ValueError(f"{rule.id}: a rule that loads attaches a condition, no other does")
    return book


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


def _in_each_language(texts: Mapping[str, Any]) -> dict[Language, str]:
    return {language: texts[language] for language in Language}
