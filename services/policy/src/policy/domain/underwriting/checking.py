"""Whether a line's sources hold together with the products they speak of; refused by name."""

from collections.abc import Iterable, Mapping
from typing import Final

from policy.domain.products.plan import Plan
from policy.domain.products.questions import Kind, Question
from policy.domain.underwriting.sources import How, Sources, Way

_KINDS: Final[Mapping[How, frozenset[Kind]]] = {
    "age": frozenset({Kind.DAY}),
    "months": frozenset({Kind.DAY}),
    "days": frozenset({Kind.DAY}),
    "years": frozenset({Kind.WHOLE}),
    "sum": frozenset({Kind.AMOUNT, Kind.WHOLE}),
    "share": frozenset({Kind.AMOUNT, Kind.WHOLE}),
    "none": frozenset({Kind.YES_NO, Kind.CHOICE}),
    "choose": frozenset({Kind.YES_NO, Kind.CHOICE}),
}


class BadSources(Exception):
    """A way names a question, an answer or a fact that is not there."""


def check(plan: Plan, sources: Sources, facts: Iterable[str]) -> None:
    """Raise `BadSources` where a way to a fact does not fit the questions of this plan."""
    known = set(facts)
    for fact, ways in sources.items():
        if fact not in known:
            raise BadSources(f"{plan.id}.{fact}: no rule knows this fact")
        for way in ways:
            _way(f"{plan.id} {plan.version}.{fact}", way, plan.asked)


def _way(key: str, way: Way, asked: Mapping[str, Question]) -> None:
    for name in way.questions:
        if name not in asked:
            raise BadSources(f"{key}: there is no question {name}")
    for name in way.of:
        wanted = _KINDS.get(way.how)
        if wanted is not None and asked[name].type not in wanted:
            raise BadSources(f"{key}: {name} is answered with {asked[name].type}")
    if len(way.of) != 1 and way.how in {"copy", "choose", "age", "years", "months"}:
        raise BadSources(f"{key}: {way.how} is of one question")
    if way.how == "choose":
        _all(key, way.values, _answers(asked[way.of[0]]))
    chosen = {one for name in way.of for one in _answers(asked[name])}
    if way.how == "none" and (extra := set(way.values) - chosen):
        raise BadSources(f"{key}: no question is answered with {sorted(extra)}")
    for name, among in way.when.items():
        if extra := set(among) - _answers(asked[name]):
            raise BadSources(f"{key}: {name} is not answered with {sorted(extra)}")


def _all(key: str, named: Iterable[str], answers: set[str]) -> None:
    if odd := set(named) ^ answers:
        raise BadSources(f"{key}: names exactly the answers; look at {sorted(odd)}")


def _answers(question: Question) -> set[str]:
    if question.type is Kind.YES_NO:
        return {"yes", "no"}
    return {choice.id for choice in question.choices}
