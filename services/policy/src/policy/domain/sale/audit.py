"""Submission, and the audit by numbered rules: what is hit, what is missing, what must be seen."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from chassis.errors import Conflict, Rejected
from chassis.events import Event
from contracts.insured import Language
from contracts.policy import DocumentsWanted
from policy.domain.application import Application, Status
from policy.domain.application_parts import AskedFor, HitRule, Paper, Requirement
from policy.domain.period import local_day
from policy.domain.sale.inspection import want_inspection
from policy.domain.sale.papers import must_be_new
from policy.domain.underwriting.cope import AUTOMATIC
from policy.domain.underwriting.rules import Findings, Outcome, Rule, Rulebook

ENGINE = "engine"
QUOTED = "EL-"
"""What the ids of hits begin with that the quote promised a person would look at."""
CORRECTED = "SAID-"
"""What the ids of hits begin with that another answer made vanish: a person clears them."""
CORRECTION = "answer_corrected"
"""What the log calls it when a person says otherwise what was known."""
VISIT = "INS-SCORE"
"""The rule that a visit with few points is looked at by a person."""


_ANSWERED: Final = (Status.NEGOTIATING, Status.UNDERWRITING)
_PROVEN: Final = frozenset(Status) - {
    Status.SUBMITTED, Status.DECLINED, Status.POSTPONED, Status.WITHDRAWN,
}  # fmt: skip


class NotAsked(Rejected, code="not-asked"):
    """Only what is missing is answered later; what is known was judged by."""


class NotAgreed(Conflict, code="terms-not-agreed"):
    """Both sides must have said yes to the same terms first."""


def submit(application: Application, *, by: str, at: datetime) -> None:
    """The agreed terms are applied for."""
    if application.proposal.agreed_at is None:
        raise NotAgreed("the terms on the table are not agreed yet")
    application.move_to(Status.SUBMITTED, by=by, at=at)


def look_at(application: Application, promised: Mapping[str, Mapping[Language, str]]) -> None:
    """The quote said that a person looks at these: until then they are open like a rule hit."""
    application.hits = [
        HitRule(rule_id=f"{QUOTED}{name.upper()}", outcome="refer", reason=said_in_words(reason))
        for name, reason in promised.items()
    ]


def look_at_too(application: Application, promised: Mapping[str, Mapping[Language, str]]) -> None:
    """Of another risk than was quoted: these are open besides what is."""
    before = application.hits
    look_at(application, promised)
    known = {hit.rule_id for hit in application.hits}
    application.hits = [*(hit for hit in before if hit.rule_id not in known), *application.hits]


def audit(
    application: Application, rules: Rulebook, *, at: datetime, material: bool = True
) -> list[Event]:
    """Try every rule. A material change re-opens what was cleared; nothing is asked for twice."""
    if application.status is Status.SUBMITTED:
        application.move_to(Status.UNDERWRITING, by=ENGINE, at=at)
    application.must_be(Status.UNDERWRITING)
    found = rules.audit(application.offer, application.facts)
    application.hits = _hits(application, found, rules, keep=not material)
    application.requirements = _requirements(application, found.hits, at=at)
    application.missing_answers = list(found.missing)
    application.proposed_by = None
    hit = ", ".join(one.rule_id for one in application.hits)
    application.note("audited", by=ENGINE, at=at, note=f"{rules.line} {rules.version}: {hit}")
    said = _ask_once(application, found, rules, at=at)
    for rule in found.hits:
        if rule.survey and application.inspection is None:
            why = rule.reason[application.language]
            said.extend(want_inspection(application, why=why, told=why, by=ENGINE, at=at))
    return said


def hand_in(
    application: Application,
    papers: Sequence[Paper],
    answers: dict[str, str | bool | int],
    *,
    by: str,
    at: datetime,
) -> bool:
    """Take what was asked for. True when it says something the rules have not seen.

    Answers come before we decide; a paper that shows a condition met, as long as there are any.
    """
    application.must_be(*(_ANSWERED if answers else _PROVEN))
    must_be_new(application, papers)
    application.papers = [*application.papers, *papers]
    changed = any(application.facts.get(name) != value for name, value in answers.items())
    application.facts = {**application.facts, **answers}
    kinds = ", ".join([*(paper.kind for paper in papers), *answers])
    application.note("handed_in", by=by, at=at, note=kinds)
    return changed


def must_be_asked(
    application: Application, rules: Rulebook, answers: Mapping[str, str | bool | int]
) -> None:
    """Refuse to have said otherwise what is known: other answers are other terms."""
    offer = application.offer
    missing = rules.audit(offer, application.facts).missing
    for name, value in answers.items():
        if name not in missing and application.facts.get(name) != value:
            raise NotAsked(
                f"{name} is not asked for; what changes is a counter-offer, or another quote",
                field=f"/answers/{name}",
            )
    rules.facts.must_fit_the_price(offer, answers)


def _hits(
    application: Application, found: Findings, rules: Rulebook, *, keep: bool
) -> list[HitRule]:
    before = {hit.rule_id: hit for hit in application.hits} if keep else {}
    fresh = [
        HitRule(rule_id=rule.id, outcome=rule.outcome.value, reason=said_in_words(rule.reason))
        for rule in found.hits
    ]
    visit = application.inspection
    if visit and visit.record and visit.record.score < AUTOMATIC:
        fresh.append(
            HitRule(rule_id=VISIT, outcome="refer", reason=said_in_words(rules.visit_reason))
        )
    now = {hit.rule_id for hit in fresh}
    stay = [
        hit
        for hit in application.hits
        if hit.rule_id.startswith((QUOTED, CORRECTED))
        and hit.rule_id.removeprefix(CORRECTED) not in now
    ]
    fresh += [replace(hit, cleared_by=None, cleared_at=None, note=None) for hit in stay]
    return [before.get(hit.rule_id, hit) for hit in fresh]


def _requirements(
    application: Application, hits: Sequence[Rule], *, at: datetime
) -> list[Requirement]:
    """Those of the rules hit now, and those that people and visits added; what is met stays met."""
    mine = {rule.id: rule for rule in hits if rule.outcome is Outcome.LOAD}
    before = {one.id: one for one in application.requirements}
    others = [one for one in before.values() if not one.id.startswith("UW-")]
    return [*(before.get(rule.id) or _attached(application, rule, at) for rule in mine.values()),
            *others]  # fmt: skip


def _attached(application: Application, rule: Rule, at: datetime) -> Requirement:
    attached = rule.condition
    assert attached is not None  # the reader of the rules sees to it
    due = None
    if attached.due_days is not None:
        starts = max(application.offer.period.starts_on,
                     local_day(at, application.offer.period.time_zone))  # fmt: skip
        due = starts + timedelta(days=attached.due_days)
    return Requirement(
        id=rule.id,
        kind=attached.kind,
        words=said_in_words(rule.reason),
        precedent=attached.precedent,
        due_on=due,
    )


def _ask_once(
    application: Application, found: Findings, rules: Rulebook, *, at: datetime
) -> list[Event]:
    before = application.asked or AskedFor(at=at, documents=(), answers=())
    settled = {*before.documents, *application.proven}
    always = rules.documents(application.product)
    papers = tuple(kind for kind in found.documents(always) if kind not in settled)
    answers = tuple(name for name in found.missing if name not in before.answers)
    if not papers and not answers:
        return []
    application.asked = AskedFor(
        at=at, documents=(*before.documents, *papers), answers=(*before.answers, *answers)
    )
    application.note("asked_for", by=ENGINE, at=at, note=", ".join([*papers, *answers]))
    return [
        DocumentsWanted(
            application_id=application.id,
            number=application.number,
            customer_id=application.customer_id,
            documents=[rules.paper(one, application.language) for one in papers],
            answers=[
                rules.facts.asked_as(application.product, one, application.language)
                for one in answers
            ],
        )
    ]


def said_in_words(texts: Mapping[Language, str]) -> dict[str, str]:
    """The same by the names of the languages, as it is kept."""
    return {language.value: text for language, text in texts.items()}
