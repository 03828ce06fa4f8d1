"""When cover of a sale begins: on the agreed first day if we were bound by then, else later.

Both sides are bound when the last of these is there: the same terms agreed to by both, our
acceptance, the conditions agreed to, what must be done first, the consent of whoever's life is
insured, and the premium or credit for it. The signature is evidence of that, and may be reviewed
later: cover that was bound is not lost by our own paperwork. Without it nothing is issued.

Bound after the first day had begun, cover would answer for hours that are known already: the first
day is moved, and the customer signs the same terms from then.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from chassis.errors import Conflict, Rejected
from chassis.events import Event
from contracts.policy import CounterOffered
from policy.domain.application import Application, Status
from policy.domain.application_parts import Proposal
from policy.domain.period import Period, a_year_after, local_day, midnight
from policy.domain.underwriting.rules import Rulebook

LATEST_DAYS: Final = 30
"""So far ahead the same terms are held: longer, and it is another price (ours)."""
_MOVABLE: Final = (Status.ACCEPTED, Status.INVOICED, Status.SETTLED, Status.SIGNED)


class FirstDayPassed(Conflict, code="first-day-passed"):
    """Nothing was bound before the agreed first day: another one is agreed on and signed."""


class FirstDayStands(Conflict, code="first-day-stands"):
    """Cover has begun on the agreed day, or begins then: it is not taken back."""


class BadFirstDay(Rejected, code="bad-first-day"):
    """Cover begins on a day to come, and soon."""


class OtherTermsThen(Conflict, code="other-terms-then"):
    """From that day the rules judge it otherwise."""


def bound_at(application: Application) -> datetime | None:
    """Since when both sides are bound; None while something is missing."""
    one = application
    first = [need.met_at for need in one.requirements if need.precedent]
    agreed = [one.terms_agreed_at] if one.requirements else []
    others = [_signed_by_life(one)] if is_on_another_life(one) else []
    settled = _there_at(one)
    needed = [one.proposal.agreed_at, one.accepted_at, settled, *agreed, *first, *others]
    known = [at for at in needed if at is not None]
    return max(known) if len(known) == len(needed) else None


def is_late(application: Application, *, at: datetime) -> bool:
    """Whether the agreed first day has begun, and nothing was bound by then."""
    if application.status not in _MOVABLE or at <= application.offer.period.starts_at:
        return False
    bound = bound_at(application)
    return bound is None or bound > application.offer.period.starts_at


def must_begin_as_agreed(application: Application, *, at: datetime) -> None:
    """Refuse to make a contract whose first day has begun before anybody was bound."""
    if is_late(application, at=at):
        raise FirstDayPassed(
            f"cover from {application.offer.period.starts_on} was not bound by then: move the first"
            " day (PUT /first-day), and let the customer sign it"
        )


def move_first_day(
    application: Application, to: date, rules: Rulebook, *, words: str, by: str, at: datetime
) -> list[Event]:
    """The same terms at the same price from a later day: to be signed (again)."""
    application.must_be(*_MOVABLE)
    if not is_late(application, at=at):
        raise FirstDayStands(f"cover begins on {application.offer.period.starts_on} as agreed")
    before = application.offer
    today = local_day(at, before.period.time_zone)
    if not today < to <= today + timedelta(days=LATEST_DAYS):
        raise BadFirstDay(
            f"cover begins after {today}, within {LATEST_DAYS} days", field="/starts_on"
        )
    offer = replace(before, period=_moved(before.period, to))
    found = rules.audit(offer, application.facts)
    judged = {hit.rule_id for hit in application.hits if hit.rule_id.startswith("UW-")}
    if found.missing or {rule.id for rule in found.hits} != judged:
        raise OtherTermsThen("withdraw it and ask for a quote from that day", field="/starts_on")
    old = application.proposal
    moved = Proposal(
        offer=offer, side="company", by=by, at=at, words=words, priced_at=old.price_at,
        tariff_net=old.tariff_net, by_tariff=old.by_tariff,
        is_priced_as_offered=old.is_priced_as_offered,
    )  # fmt: skip
    application.proposals = [*application.proposals, moved]
    application.signatures = []
    application.note("first_day_moved", by=by, at=at, note=f"{before.period.starts_on} to {to}")
    if application.status is Status.SIGNED:
        application.move_to(Status.SETTLED, by=by, at=at, note="to be signed again")
    return [
        CounterOffered(
            application_id=application.id,
            number=application.number,
            customer_id=application.customer_id,
            total=offer.total,
            words=words,
        )
    ]


def _moved(period: Period, to: date) -> Period:
    """A year stays a year; anything else keeps its days."""
    is_year = period.ends_on == a_year_after(period.starts_on)
    ends = a_year_after(to) if is_year else to + timedelta(days=period.days)
    return Period(starts_on=to, ends_on=ends, time_zone=period.time_zone)


def is_on_another_life(application: Application) -> bool:
    """Whether somebody else's life is insured: then they consent in writing (LCS 83, CN 34)."""
    answers = {**application.offer.answers, **application.facts}
    return application.line == "life" and answers.get("insured_is_holder") is False


def _there_at(application: Application) -> datetime | None:
    """When the premium was there, which may be a day before we wrote it down; or the credit."""
    settled, day = application.settled_at, application.paid_on
    if settled is None or day is None:
        return settled
    zone = application.offer.period.time_zone
    return min(settled, midnight(day + timedelta(days=1), zone))


def _signed_by_life(application: Application) -> datetime | None:
    """When we had the consent of the life insured, of those that still stand."""
    if not any(one.capacity == "life_insured" for one in application.signatures):
        return None
    recorded = [step for step in application.steps if step.what == "signature_recorded"]
    said = [step.at for step in recorded if step.note.startswith("life_insured")]
    return max(said, default=None)
