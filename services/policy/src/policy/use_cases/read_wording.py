"""The wording of a product, as its readers see it: with the money of the market they name."""

from dataclasses import dataclass

from contracts.insured import Language
from policy.domain.explaining.amounts import written
from policy.domain.products import Plan
from policy.letters import Speech
from policy.storage import Clauses, Products, UnknownClause


@dataclass(frozen=True, kw_only=True)
class ReadClause:
    """A clause in one language; `text` is written for a market where one was named."""

    id: str
    version: str
    about: str
    text: str


def read_wording(
    plan: Plan, language: Language, *, jurisdiction: str | None = None
) -> tuple[ReadClause, ...]:
    """Every clause of this version, in its order."""
    simple = Products().clauses(plan)
    if simple:
        return tuple(_read(one.id, one.version, one.about, one.text[language]) for one in simple)
    market = next((one for one in plan.markets if one.id == jurisdiction), None)
    say = Speech(language).figure
    return tuple(
        _read(
            one.id,
            one.version,
            one.about,
            one.text[language] if market is None else written(one.marked[language], market, say),
        )
        for one in Clauses().of(plan.id, version=plan.version)
    )


def read_clause(
    plan: Plan, clause_id: str, language: Language, *, jurisdiction: str | None = None
) -> ReadClause:
    """The one of this id."""
    for one in read_wording(plan, language, jurisdiction=jurisdiction):
        if one.id == clause_id:
            return one
    raise UnknownClause(f"{plan.id} {plan.version} has no clause {clause_id}")


def _read(id_: str, version: str, about: str, text: str) -> ReadClause:
    return ReadClause(id=id_, version=version, about=about, text=text)
