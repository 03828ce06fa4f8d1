"""What is known is put right, by a person who may decide; what vanishes by it still waits.

A rule that another answer, or what a visit saw, makes vanish stays open under its id with `SAID-`
before it, for whoever may clear that rule. No machine accepts what a person put right.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from policy.domain.application import Application
from policy.domain.application_parts import HitRule
from policy.domain.sale.audit import CORRECTED, CORRECTION, said_in_words
from policy.domain.sale.decide import must_be_impartial
from policy.domain.underwriting.authority import Decider, Level
from policy.domain.underwriting.rules import Outcome, Rule, Rulebook


def must_be_able_to_correct(application: Application, by: Decider) -> None:
    """Refuse who sold it or wrote the offer, and who has no authority today."""
    must_be_impartial(application, by)
    by.must_reach(Level.UNDERWRITER)


def corrected(
    application: Application, rules: Rulebook, answers: Mapping[str, object]
) -> list[str]:
    """Which of these answers say otherwise what was known already."""
    missing = rules.audit(application.offer, application.facts).missing
    facts = application.facts
    return [
        name for name, said in answers.items() if name not in missing and facts.get(name) != said
    ]


def keep_what_vanishes(
    application: Application, rules: Rulebook, told: Mapping[str, str | bool | int]
) -> None:
    """Before these facts are taken down: what they make vanish is left for a person to clear."""
    before = rules.audit(application.offer, application.facts).hits
    after = rules.audit(application.offer, {**application.facts, **told}).hits
    known = {rule.id for rule in after} | {
        hit.rule_id.removeprefix(CORRECTED)
        for hit in application.hits
        if hit.rule_id.startswith(CORRECTED)
    }
    vanished = [one for one in before if one.id not in known and one.outcome is not Outcome.ACCEPT]
    application.hits = [*application.hits, *(_waiting(rule) for rule in vanished)]


def note_correction(
    application: Application, names: Iterable[str], *, by: str, at: datetime
) -> None:
    """Write down which answers were put right, and by whom."""
    application.note(CORRECTION, by=by, at=at, note=", ".join(names))


def _waiting(rule: Rule) -> HitRule:
    declines = rule.outcome is Outcome.DECLINE
    return HitRule(
        rule_id=f"{CORRECTED}{rule.id}",
        outcome=(Outcome.DECLINE if declines else Outcome.REFER).value,
        reason=said_in_words(rule.reason),
    )
