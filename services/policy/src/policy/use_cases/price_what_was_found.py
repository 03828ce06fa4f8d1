"""A fact contradicts an answer that was priced: terms for the risk as it is go on the table.

The customer says yes to them before anybody accepts; the tariff's price is no gift of ours. Where
the tariff has none, a person with authority decides.
"""

from collections.abc import Mapping
from dataclasses import replace

from chassis.errors import Refusal
from chassis.work import Work
from policy.domain.application import Application
from policy.domain.offer import Answer, Offer
from policy.domain.products.plan import Plan
from policy.domain.sale import audit, found, negotiate
from policy.storage import Products, Underwriting
from policy.use_cases.own_price import looked_at, own_price


def price_what_was_found(
    application: Application, facts: Mapping[str, str | bool | int], work: Work
) -> None:
    """Put the terms for what was found on the table, where the offer has another answer."""
    plan = _plan(application.offer)
    if plan is None:
        return
    offer, house, language = application.offer, Underwriting(), application.language
    try:
        answers = _answers(plan, application, offer, facts, strict=True)
        changed = found.otherwise(plan, offer, answers)
        if not changed:
            return
        risk = replace(offer, answers={**offer.answers, **changed})
        own = own_price(risk)
    except Refusal:
        own = None
    if own is None:
        application.note("found_otherwise", by=audit.ENGINE, at=work.now, note=", ".join(facts))
        reason = audit.said_in_words(house.words("found_unpriced"))
        found.wait_for_a_person(application, reason)
        return
    note = ", ".join(
        f"{name} {offer.answers.get(name)} to {said}" for name, said in changed.items()
    )
    application.note("found_otherwise", by=audit.ENGINE, at=work.now, note=note)
    words = f"{house.words('found_otherwise')[language]} {found.in_words(plan, changed, language)}"
    said = negotiate.counter(
        application, own, side="company", by=audit.ENGINE, words=words, own=own, at=work.now
    )
    audit.look_at_too(application, plan.reasons(looked_at(risk)))
    work.publish(*said)


def must_be_as_found(application: Application, offer: Offer) -> None:
    """Refuse terms for what a visit found not to be so."""
    visit, plan = application.inspection, _plan(offer)
    if visit is not None and visit.record is not None and plan is not None:
        facts = {name: application.facts.get(name, one) for name, one in visit.record.facts.items()}
        found.must_be_as_found(plan, offer, _answers(plan, application, offer, facts))


def as_known(application: Application) -> Offer:
    """What is agreed, with what was asked for on the way: the contract keeps every answer."""
    offer = application.offer
    plan = _plan(offer)
    if plan is None:
        return offer
    return found.completed(plan, offer, _answers(plan, application, offer, application.facts))


def _answers(
    plan: Plan,
    application: Application,
    offer: Offer,
    facts: Mapping[str, str | bool | int],
    *,
    strict: bool = False,
) -> dict[str, Answer]:
    sources = Underwriting().rules(application.line).facts.sources.get(offer.product, {})
    return found.answers_of(plan, sources, offer, facts, strict=strict)


def _plan(offer: Offer) -> Plan | None:
    """Its product, where it has questions of this version, and is priced under this law."""
    version = (offer.product, offer.product_version)
    return next(
        (
            one
            for one in Products().versions()
            if (one.id, one.version) == version
            and offer.jurisdiction in {market.id for market in one.markets}
        ),
        None,
    )
