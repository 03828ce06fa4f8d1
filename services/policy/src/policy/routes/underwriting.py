"""Applications over HTTP, on an underwriter's desk."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Response

from chassis.identity import Principal, allow
from chassis.web import CurrentWork, IfMatch, Routes
from contracts.roles import Role
from policy.domain.application_parts import Requirement
from policy.routes import application_bodies as seen
from policy.routes.application_views import ApplicationView
from policy.routes.applications import shown
from policy.use_cases import decide_application as decisions
from policy.use_cases import inspect_risk as visits
from policy.use_cases.read_application import Change

routes = Routes(prefix="/applications", tags=["applications"])

Underwriters = Annotated[Principal, allow(Role.UNDERWRITER)]
RuleId = Annotated[str, Path(pattern=r"^[A-Z]{2,4}-[A-Z0-9-]{1,20}$", examples=["UW-HOME-03"])]


@routes.put("/{application_id}/referral/rules/{rule_id}", summary="Clear one rule that was hit")
async def put_rule(
    *,
    application_id: UUID,
    rule_id: RuleId,
    body: seen.NoteBody,
    version: IfMatch,
    me: Underwriters,
    work: CurrentWork,
    response: Response,
) -> ApplicationView:
    """Each on its own, with a word on why."""
    change = Change(application_id=application_id, version=version, by=me)
    application = await decisions.clear_rule(change, rule_id, body.note, work)
    return await shown(application, me, work, response)


@routes.post("/{application_id}/conditions", status_code=201, summary="Attach a condition")
async def post_condition(
    *,
    application_id: UUID,
    body: seen.RequirementBody,
    version: IfMatch,
    me: Underwriters,
    work: CurrentWork,
    response: Response,
) -> ApplicationView:
    """Precedent: before issue. Subsequent: by its day, and cover never ends because of it."""
    change = Change(application_id=application_id, version=version, by=me)
    more = Requirement(**{**dict(body), "words": body.words.model_dump()})
    response.headers["Location"] = f"{routes.prefix}/{application_id}"
    return await shown(await decisions.require(change, more, work), me, work, response)


@routes.put("/{application_id}/inspection", summary="Want a visit")
async def put_inspection(
    *,
    application_id: UUID,
    body: seen.NoteBody,
    version: IfMatch,
    me: Underwriters,
    work: CurrentWork,
    response: Response,
) -> ApplicationView:
    """Somebody should look at it first."""
    change = Change(application_id=application_id, version=version, by=me)
    return await shown(await visits.want_inspection(change, body.note, work), me, work, response)


@routes.put("/{application_id}/inspection/schedule", summary="Agree the day of the visit")
async def put_schedule(
    *,
    application_id: UUID,
    body: seen.ScheduleBody,
    version: IfMatch,
    me: Underwriters,
    work: CurrentWork,
    response: Response,
) -> ApplicationView:
    """It may be moved until the visit is made."""
    order = visits.ScheduleInspection(
        change=Change(application_id=application_id, version=version, by=me),
        scheduled_for=body.scheduled_for,
        surveyor=body.surveyor,
    )
    return await shown(await visits.schedule_inspection(order, work), me, work, response)


@routes.put("/{application_id}/inspection/record", summary="Record what the visit found")
async def put_record(
    *,
    application_id: UUID,
    body: seen.VisitBody,
    version: IfMatch,
    me: Underwriters,
    work: CurrentWork,
    response: Response,
) -> ApplicationView:
    """A finding can change the terms: the rules look at it again."""
    change = Change(application_id=application_id, version=version, by=me)
    application = await visits.record_inspection(change, body.as_record(), work)
    return await shown(application, me, work, response)


@routes.put("/{application_id}/acceptance", summary="Accept, or propose it to who may")
async def put_underwriting_acceptance(
    application_id: UUID, version: IfMatch, me: Underwriters, work: CurrentWork, response: Response
) -> ApplicationView:
    """Within one's authority it is accepted; beyond it, a second person approves."""
    change = Change(application_id=application_id, version=version, by=me)
    return await shown(await decisions.accept_application(change, work), me, work, response)


@routes.put("/{application_id}/refusal", summary="Decline, with the reason")
async def put_underwriting_refusal(
    *,
    application_id: UUID,
    body: seen.NoteBody,
    version: IfMatch,
    me: Underwriters,
    work: CurrentWork,
    response: Response,
) -> ApplicationView:
    """The reasons of the rules, in the customer's words, and the note."""
    change = Change(application_id=application_id, version=version, by=me)
    application = await decisions.decline_application(change, body.note, work)
    return await shown(application, me, work, response)
