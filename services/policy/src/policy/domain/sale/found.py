"""What was found to be otherwise than answered: the price follows, and the contract keeps it.

Found on a visit or put right by a person, a fact may be the answer to a question of the product, or
follow from one. Where the offer has another answer to it, the offer is one of another risk.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from chassis.errors import Rejected
from contracts.insured import Language
from policy.domain.application import Application
from policy.domain.application_parts import HitRule
from policy.domain.offer import Answer, Offer
from policy.domain.pricing.explaining import YES_NO
from policy.domain.products.plan import Plan
from policy.domain.products.questions import BadAnswer, Kind, Question
from policy.domain.sale.audit import CORRECTED
from policy.domain.underwriting.condition import normal
from policy.domain.underwriting.sources import Sources

UNPRICED: Final = f"{CORRECTED}FOUND"
"""The rule that what was found has no price of the tariff: a person looks at it."""


class FoundOtherwise(Rejected, code="found-otherwise"):
    """This was found to be otherwise: terms are for the risk as it is."""


def answers_of(
    plan: Plan, sources: Sources, offer: Offer, facts: Mapping[str, object], *, strict: bool = False
) -> dict[str, Answer]:
    """What these facts answer, by question; what fits no question is for the rules alone.

    `strict`: what is out of the bounds of its question is refused.
    """
    scale = plan.market(offer.jurisdiction).scale
    found: dict[str, Answer] = {}
    for name, value in facts.items():
        said = _as_question(plan, sources, name, value)
        if said is None:
            continue
        question, written = said
        try:
            found[question.id] = question.answer(written, scale=scale)
        except BadAnswer:
            if strict:
                raise
    return found


def otherwise(plan: Plan, offer: Offer, found: Mapping[str, Answer]) -> dict[str, Answer]:
    """Those of them that the offer was priced with another answer for.

    What is `optional` changes no price: the rules judge it, and the contract keeps it.
    """
    scale = plan.market(offer.jurisdiction).scale
    changed = {}
    for name, answer in found.items():
        question, before = plan.asked[name], offer.answers.get(name)
        if before is None and question.confirm:
            before = question.answer(None, scale=scale)
        if before not in {None, answer} and not question.optional:
            changed[name] = answer
    return changed


def completed(plan: Plan, offer: Offer, found: Mapping[str, Answer]) -> Offer:
    """The offer with what was learnt on the way, as far as its price does not hang on it."""
    learnt = {
        name: said
        for name, said in found.items()
        if offer.answers.get(name) is None or plan.asked[name].optional
    }
    return replace(offer, answers={**offer.answers, **learnt}) if learnt else offer


def must_be_as_found(plan: Plan, offer: Offer, found: Mapping[str, Answer]) -> None:
    """Refuse terms for what was found not to be so."""
    for name in otherwise(plan, offer, found):
        raise FoundOtherwise(f"{name} was found to be otherwise", field=f"/offer/answers/{name}")


def wait_for_a_person(application: Application, reason: Mapping[str, str]) -> None:
    """No tariff has a price for it: somebody senior clears that, or declines."""
    others = [hit for hit in application.hits if hit.rule_id != UNPRICED]
    hit = HitRule(rule_id=UNPRICED, outcome="decline", reason=reason)
    application.hits = [*others, hit]


def in_words(plan: Plan, found: Mapping[str, Answer], language: Language) -> str:
    """Each question with what was found, as the customer reads it."""
    said = (f"{plan.asked[n].text.said(language)} {_told(plan.asked[n], value, language)}"
            for n, value in found.items())  # fmt: skip
    return "; ".join(said)


def _as_question(
    plan: Plan, sources: Sources, name: str, value: object
) -> tuple[Question, str | bool | int] | None:
    """The question a fact answers: of its name, or the one it is copied or chosen from."""
    if (asked := plan.asked.get(name)) is not None:
        return asked, _written(asked, value)
    for way in sources.get(name, ()):
        if len(way.of) != 1 or way.when or way.times or way.gives is not None:
            continue
        asked = plan.asked[way.of[0]]
        if way.how == "copy" and not way.values:
            return asked, _written(asked, value)
        chosen = [one for one, fact in way.values.items() if normal(fact) == normal(value)]
        if way.how == "choose" and len(chosen) == 1 and asked.type is Kind.CHOICE:
            return asked, chosen[0]
    return None


def _written(question: Question, value: object) -> str | bool | int:
    if isinstance(value, bool) or (isinstance(value, int) and question.type is not Kind.AMOUNT):
        return value
    return str(value)


def _told(question: Question, answer: Answer, language: Language) -> str:
    if isinstance(answer, bool):
        return YES_NO["yes" if answer else "no"].said(language)
    chosen = [one.text.said(language) for one in question.choices if one.id == answer]
    return chosen[0] if chosen else str(answer)
