"""Somebody goes and looks: a visit is wanted, scheduled, recorded."""

from dataclasses import dataclass
from datetime import datetime

from chassis.work import Work
from policy.domain.application import Application
from policy.domain.sale import correct, inspection
from policy.domain.underwriting.cope import VisitRecord
from policy.storage import Underwriting
from policy.use_cases.audit_application import audit_again
from policy.use_cases.price_what_was_found import price_what_was_found
from policy.use_cases.read_application import Change, decider, fetch


async def want_inspection(change: Change, why: str, work: Work) -> Application:
    """Ask for a visit."""
    application = await fetch(change, work)
    by, told = change.by.subject, _told(application)
    work.publish(*inspection.want_inspection(application, why=why, told=told, by=by, at=work.now))
    return application


@dataclass(frozen=True, kw_only=True)
class ScheduleInspection:
    """When, and who goes."""

    change: Change
    scheduled_for: datetime
    surveyor: str


async def schedule_inspection(order: ScheduleInspection, work: Work) -> Application:
    """Agree the day."""
    application = await fetch(order.change, work)
    said = inspection.schedule_inspection(
        application,
        scheduled_for=order.scheduled_for,
        surveyor=order.surveyor,
        told=_told(application),
        by=order.change.by.subject,
        at=work.now,
    )
    work.publish(*said)
    return application


async def record_inspection(change: Change, record: VisitRecord, work: Work) -> Application:
    """Take down what was found; the rules look at it again."""
    application = await fetch(change, work)
    underwriting = Underwriting()
    record.must_fit(underwriting.cope())
    correct.must_be_able_to_correct(application, await decider(application, change, work))
    rules = underwriting.rules(application.line)
    rules.facts.must_take(application.offer, record.facts, under="/facts")
    correct.keep_what_vanishes(application, rules, record.facts)
    inspection.record_inspection(application, record, by=change.by.subject, at=work.now)
    price_what_was_found(application, record.facts, work)
    await audit_again(application, work)
    return application


def _told(application: Application) -> str:
    """What the customer reads of why: the note is ours."""
    return Underwriting().words("visit_wanted")[application.language]
