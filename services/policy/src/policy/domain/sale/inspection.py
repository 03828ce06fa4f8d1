"""A visit before we decide: wanted, scheduled, done; what it finds can change the terms."""

from dataclasses import replace
from datetime import datetime

from chassis.errors import Conflict, Rejected
from chassis.events import Event
from contracts.insured import Language
from contracts.policy import InspectionWanted
from policy.domain.application import Application, Status
from policy.domain.application_parts import Requirement
from policy.domain.underwriting.cope import Inspection, VisitRecord


class IllegalVisit(Conflict, code="illegal-inspection-move"):
    """A visit is wanted, then scheduled, then done, once."""


class BadVisit(Rejected, code="bad-inspection"):
    """A visit is scheduled ahead and recorded after it was made."""


def want_inspection(
    application: Application, *, why: str, told: str, by: str, at: datetime
) -> list[Event]:
    """Somebody should look at it first: `why` is our note, `told` what the customer reads."""
    application.must_be(Status.UNDERWRITING)
    if application.inspection is not None:
        raise IllegalVisit(f"a visit is {application.inspection.state} already")
    application.inspection = Inspection(wanted_at=at, why=why, told=told)
    application.note("inspection_wanted", by=by, at=at, note=why)
    return [_wanted(application)]


def schedule_inspection(
    application: Application,
    *,
    scheduled_for: datetime,
    surveyor: str,
    told: str,
    by: str,
    at: datetime,
) -> list[Event]:
    """Agree the day; it may be moved until the visit is made.

    `told`: what the customer reads of why, where that was not said when it was wanted.
    """
    application.must_be(Status.UNDERWRITING)
    visit = _open(application)
    if scheduled_for <= at:
        raise BadVisit("a visit is scheduled ahead", field="/scheduled_for")
    application.inspection = replace(
        visit, scheduled_for=scheduled_for, surveyor=surveyor, told=visit.told or told
    )
    application.note("inspection_scheduled", by=by, at=at, note=scheduled_for.isoformat())
    return [_wanted(application)]


def record_inspection(
    application: Application, record: VisitRecord, *, by: str, at: datetime
) -> None:
    """What the visit found. Critical findings come before issue, important ones by their day."""
    application.must_be(Status.UNDERWRITING)
    visit = _open(application)
    if visit.scheduled_for is None:
        raise IllegalVisit("the visit is not scheduled yet")
    if not visit.wanted_at <= record.visited_at <= at:
        raise BadVisit("a visit is recorded after it was made", field="/visited_at")
    _must_have_their_own_ids(application, record)
    application.inspection = replace(visit, record=record)
    application.facts = {**application.facts, **record.facts, "cope_score": record.score}
    found = [
        Requirement(
            id=f"INS-{one.id}",
            kind="repair",
            words={language.value: one.said(language) for language in Language},
            precedent=one.weight == "critical",
            owner=one.owner,
            due_on=one.due_on,
        )
        for one in record.recommendations
        if one.weight != "advice"
    ]
    application.requirements = [*application.requirements, *found]
    application.note("inspection_done", by=by, at=at, note=f"{record.score} of 100")


def _must_have_their_own_ids(application: Application, record: VisitRecord) -> None:
    known = {one.id for one in application.requirements}
    for place, one in enumerate(record.recommendations):
        if f"INS-{one.id}" in known:
            raise BadVisit(f"{one.id} is there already", field=f"/recommendations/{place}/id")
        known.add(f"INS-{one.id}")


def _open(application: Application) -> Inspection:
    visit = application.inspection
    if visit is None or visit.record is not None:
        raise IllegalVisit("no visit is wanted" if visit is None else "the visit is done")
    return visit


def _wanted(application: Application) -> InspectionWanted:
    visit = application.inspection
    assert visit is not None
    return InspectionWanted(
        application_id=application.id,
        number=application.number,
        customer_id=application.customer_id,
        place=application.offer.place,
        why=visit.told,
        scheduled_for=visit.scheduled_for,
    )
