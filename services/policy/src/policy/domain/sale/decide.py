"""Clearing rules one by one, accepting within authority, declining with a reason, appealing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from chassis.errors import Conflict, NotFound, Rejected
from chassis.events import Event
from contracts.policy import ApplicationAccepted, ApplicationDeclined
from policy.domain.application import Application, Status
from policy.domain.application_parts import Acceptance, HitRule, Requirement
from policy.domain.sale.audit import CORRECTION, ENGINE, VISIT
from policy.domain.sale.conditions import said
from policy.domain.underwriting.authority import Counted, Decider, FourEyes, Level, Limits
from policy.domain.underwriting.cope import REFERRED
from policy.domain.underwriting.rules import Rulebook
from policy.domain.where import key_of


class StillOpen(Conflict, code="still-open"):
    """Something must be seen to before this can be decided."""


class NoSuchRule(NotFound, code="rule-not-hit"):
    """This application has not hit that rule."""


class ConditionKnown(Conflict, code="condition-known"):
    """There is a condition of this id already: another one has its own."""


class NeedsSafeguard(Rejected, code="needs-safeguard"):
    """After so poor a visit something critical must be done before cover begins."""


def clear_rule(
    application: Application, rule_id: str, *, by: Decider, note: str, at: datetime
) -> None:
    """A person looked at one rule that was hit, and says why we can go on."""
    application.must_be(Status.UNDERWRITING)
    hit = _hit(application, rule_id)
    must_be_impartial(application, by)
    hard = hit.outcome == "decline" or application.is_appealed
    by.must_reach(Level.SENIOR if hard else Level.UNDERWRITER)
    visit = application.inspection
    poor = visit and visit.record and visit.record.score < REFERRED
    if rule_id == VISIT and poor and not any(one.precedent for one in application.requirements):
        raise NeedsSafeguard(f"under {REFERRED} points nothing begins without a safeguard")
    cleared = replace(hit, cleared_by=by.subject, cleared_at=at, note=note)
    application.hits = [cleared if one.rule_id == rule_id else one for one in application.hits]
    application.note("rule_cleared", by=by.subject, at=at, note=f"{rule_id}: {note}")


def require(application: Application, more: Requirement, *, by: Decider, at: datetime) -> None:
    """A person attaches a condition of their own."""
    application.must_be(Status.UNDERWRITING)
    must_be_impartial(application, by)
    by.must_reach(Level.UNDERWRITER)
    if more.id in {one.id for one in application.requirements}:
        raise ConditionKnown(f"{more.id} is set already: give this one its own id", field="/id")
    application.requirements = [*application.requirements, more]
    application.note("condition_set", by=by.subject, at=at, note=more.id)


def needed_level(application: Application, limits: Limits, total: Decimal) -> Level:
    """Who must accept: by the sums counted together, the price, and what was hit.

    Where the tariff has no price for what is offered, nobody can say how far it was moved.
    """
    if not (application.proposal.by_tariff or application.proposal.is_priced_as_offered):
        return Level.COMMITTEE
    tariff, net = application.proposal.tariff_net.amount, application.offer.net.amount
    change = (net - tariff) * 100 / tariff if tariff else Decimal(0 if net == tariff else 100)
    by_hand = not application.proposal.by_tariff
    outcomes = {hit.outcome for hit in application.hits}
    put_right = any(step.what == CORRECTION for step in application.steps)
    level = limits.needed(line=application.line, total=total, change_percent=change)
    if (
        by_hand
        or put_right
        or "refer" in outcomes
        or "accept" not in outcomes
        or application.inspection is not None
    ):
        level = max(level, Level.UNDERWRITER)
    if "decline" in outcomes or application.is_appealed:
        level = max(level, Level.SENIOR)
    return level


def accept(
    application: Application,
    limits: Limits,
    *,
    total: Decimal,
    made_of: Counted | None = None,
    by: Decider,
    at: datetime,
) -> list[Event]:
    """Say yes within one's authority; beyond it, propose it to a second person who has more.

    `total` is what counts together with this application, itself included, in euros.
    """
    application.must_be(Status.UNDERWRITING)
    _must_be_ready(application)
    needed = needed_level(application, limits, total)
    must_be_impartial(application, by)
    if application.proposed_by == by.subject:
        raise FourEyes("you proposed it: somebody else approves it")
    if by.counts_as < needed:
        by.must_reach(Level.UNDERWRITER)
        if application.proposed_by is not None:
            by.must_reach(needed)
        application.proposed_by = by.subject
        application.note("acceptance_proposed", by=by.subject, at=at, note=f"needs {int(needed)}")
        return []
    application.acceptance = Acceptance(
        by=by.subject,
        level=int(by.counts_as),
        needed=int(needed),
        total=total,
        made_of=made_of,
        at=at,
        proposed_by=application.proposed_by,
    )
    application.exposure = limits.exposed(application.line, application.offer)
    application.place_key, application.accepted_at = key_of(application.offer.place), at
    application.move_to(Status.ACCEPTED, by=by.subject, at=at)
    return [_accepted(application, at)]


def engine_may_accept(application: Application, limits: Limits, total: Decimal) -> bool:
    """Whether the machine accepts by itself: standard, complete, and within its own limit."""
    ready = application.status is Status.UNDERWRITING and not _what_is_open(application)
    return ready and needed_level(application, limits, total) is Level.ENGINE


def the_engine() -> Decider:
    """The machine, which decides what is standard and no more; it never declines."""
    return Decider(subject=ENGINE, level=Level.ENGINE)


def decline(
    application: Application, rules: Rulebook, *, by: Decider, note: str, at: datetime
) -> list[Event]:
    """Say no, in words the customer can read; a person does, never the machine."""
    application.must_be(Status.UNDERWRITING)
    must_be_impartial(application, by)
    by.must_reach(Level.SENIOR if application.is_appealed else Level.UNDERWRITER)
    against = [hit for hit in application.open_rules if hit.outcome == "decline"]
    reasons = [hit.reason[application.language] for hit in against or application.open_rules]
    application.decline_reason = " ".join([*reasons, note]).strip()
    application.declined_by = by.subject
    later = bool(against) and all(_postpones(hit, rules) for hit in against)
    status = Status.POSTPONED if later else Status.DECLINED
    application.move_to(status, by=by.subject, at=at, note=application.decline_reason)
    return [
        ApplicationDeclined(
            application_id=application.id,
            number=application.number,
            customer_id=application.customer_id,
            reason=application.decline_reason,
            is_postponed=later,
            is_final=application.is_appealed and not later,
            declined_at=at,
        )
    ]


def appeal(application: Application, *, by: str, words: str, at: datetime) -> None:
    """The customer wants somebody else to look at it again; once."""
    application.must_be(Status.DECLINED)
    if application.is_appealed:
        raise StillOpen("an appeal was heard already")
    application.is_appealed = True
    application.move_to(Status.UNDERWRITING, by=by, at=at, note=words)


def withdraw(application: Application, *, by: str, at: datetime) -> None:
    """The customer does not want it any more."""
    application.move_to(Status.WITHDRAWN, by=by, at=at)


def _what_is_open(application: Application) -> list[str]:
    visit = application.inspection
    agreed = application.proposal.agreed_at is not None
    return [
        *([] if agreed else ["the terms on the table"]),
        *application.missing_papers,
        *application.missing_answers,
        *(hit.rule_id for hit in application.open_rules),
        *(["the visit"] if visit and visit.record is None else []),
    ]


def _must_be_ready(application: Application) -> None:
    if still := _what_is_open(application):
        raise StillOpen(f"see first to {', '.join(still)}")


def must_be_impartial(application: Application, by: Decider) -> None:
    """Refuse who sold it, who wrote the offer of ours that stands, and on appeal who declined."""
    standing = application.proposal
    if by.subject == application.seller:
        raise FourEyes("you sold it: somebody else decides on it")
    if standing.side == "company" and standing.by == by.subject:
        raise FourEyes("you wrote the offer: somebody else decides on it")
    if application.declined_by == by.subject:
        raise FourEyes("you declined it: somebody else hears the appeal")


def _hit(application: Application, rule_id: str) -> HitRule:
    for hit in application.open_rules:
        if hit.rule_id == rule_id:
            return hit
    raise NoSuchRule("no such rule waits to be cleared")


def _postpones(hit: HitRule, rules: Rulebook) -> bool:
    return any(rule.id == hit.rule_id and rule.postpone for rule in rules.rules)


def _accepted(application: Application, at: datetime) -> ApplicationAccepted:
    words: list[Mapping[str, str]] = [one.words for one in application.requirements]
    return ApplicationAccepted(
        application_id=application.id,
        number=application.number,
        customer_id=application.customer_id,
        product=application.product,
        total=application.offer.total,
        conditions=[one[application.language] for one in words],
        named=said(application),
        starts_on=application.offer.period.starts_on,
        first_day_passed=application.offer.period.starts_at <= at,
        terms_sha256=application.terms_sha256,
        accepted_at=at,
    )


def due_dates(application: Application) -> list[tuple[str, date]]:
    """The days by which conditions must be met."""
    return [(one.id, one.due_on) for one in application.requirements if one.due_on is not None]
