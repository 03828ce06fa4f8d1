"""Applications over HTTP, up to our decision. What follows is in `sales`."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Response

from chassis.identity import Principal, allow
from chassis.web import CurrentWork, IfMatch, Page, PageRequest, Routes, etag
from chassis.work import Work
from contracts.roles import Role
from policy.domain.application import Application, Status
from policy.routes import application_bodies as seen
from policy.routes.application_views import ApplicationView
from policy.storage import Applications
from policy.use_cases import audit_application as audits
from policy.use_cases import decide_application as decisions
from policy.use_cases.negotiate_terms import CounterOffer, agree_terms, counter_offer
from policy.use_cases.open_application import OpenApplication, open_application
from policy.use_cases.read_application import Change

routes = Routes(prefix="/applications", tags=["applications"])

Agents = Annotated[Principal, allow(Role.AGENT)]
Underwriters = Annotated[Principal, allow(Role.UNDERWRITER)]
Bargainers = Annotated[Principal, allow(Role.CUSTOMER, Role.AGENT, Role.UNDERWRITER)]
Applicants = Annotated[Principal, allow(Role.CUSTOMER, Role.AGENT)]
Owners = Annotated[Principal, allow(Role.CUSTOMER)]
Readers = Annotated[Principal, allow(Role.CUSTOMER, Role.AGENT, Role.UNDERWRITER, Role.FINANCE)]
RuleId = Annotated[str, Path(pattern=r"^[A-Z]{2,4}-[A-Z0-9-]{1,20}$", examples=["UW-HOME-03"])]


@routes.post("", status_code=201, summary="Start an application from an offer")
async def post_application(
    body: seen.ApplicationBody, me: Agents, work: CurrentWork, response: Response
) -> ApplicationView:
    """The offer of a quote lies on the table; whoever starts it is its seller."""
    order = OpenApplication(
        customer_id=body.customer_id,
        offer=body.offer.as_offer(),
        seller=me.subject,
    )
    application = await open_application(order, work)
    response.headers["Location"] = f"{routes.prefix}/{application.id}"
    return await shown(application, me, work, response)


@routes.get("", summary="List applications, newest first")
async def get_applications(
    me: Readers,
    page: PageRequest,
    work: CurrentWork,
    customer_id: UUID | None = None,
    status: Status | None = None,
) -> Page[ApplicationView]:
    """A customer sees their own, with what happens next."""
    wanted = Applications(work).matching(asked_by=me, customer_id=customer_id, status=status)
    items, after = await page.fetch(work.session, wanted, key=Applications.key, descending=True)
    return Page(items=[ApplicationView.of(item, me, at=work.now) for item in items], next=after)


@routes.get("/{application_id}", summary="Read an application")
async def get_application(
    application_id: UUID, me: Readers, work: CurrentWork, response: Response
) -> ApplicationView:
    """Where it stands, what happens next, and its whole history."""
    found = await Applications(work).get(application_id, asked_by=me)
    return await shown(found, me, work, response)


@routes.post("/{application_id}/counter-offers", status_code=201, summary="Offer other terms")
async def post_counter_offer(
    *,
    application_id: UUID,
    body: seen.CounterOfferBody,
    version: IfMatch,
    me: Bargainers,
    work: CurrentWork,
    response: Response,
) -> ApplicationView:
    """Either side may; those before stay in the history."""
    order = CounterOffer(
        change=Change(application_id=application_id, version=version, by=me),
        offer=body.offer.as_offer(),
        words=body.words,
    )
    response.headers["Location"] = f"{routes.prefix}/{application_id}"
    return await shown(await counter_offer(order, work), me, work, response)


@routes.put("/{application_id}/agreement", summary="Agree to the other side's terms")
async def put_agreement(
    application_id: UUID, version: IfMatch, me: Bargainers, work: CurrentWork, response: Response
) -> ApplicationView:
    """Before our decision to the offer on the table, after it to our conditions."""
    change = Change(application_id=application_id, version=version, by=me)
    return await shown(await agree_terms(change, work), me, work, response)


@routes.put("/{application_id}/submission", summary="Apply")
async def put_submission(
    application_id: UUID, version: IfMatch, me: Applicants, work: CurrentWork, response: Response
) -> ApplicationView:
    """It is audited at once; what is standard is accepted at once."""
    change = Change(application_id=application_id, version=version, by=me)
    return await shown(await audits.submit_application(change, work), me, work, response)


@routes.post("/{application_id}/documents", status_code=201, summary="Hand in what was asked for")
async def post_documents(
    *,
    application_id: UUID,
    body: seen.DocumentsBody,
    version: IfMatch,
    me: Bargainers,
    work: CurrentWork,
    response: Response,
) -> ApplicationView:
    """Papers with their content, each of one kind and of one person; answers that were missing."""
    order = audits.HandIn(
        change=Change(application_id=application_id, version=version, by=me),
        papers=body.sheets(),
        answers=dict(body.answers),
    )
    response.headers["Location"] = f"{routes.prefix}/{application_id}"
    return await shown(await audits.hand_in(order, work), me, work, response)


@routes.put("/{application_id}/appeal", summary="Ask somebody else to look again")
async def put_appeal(
    *,
    application_id: UUID,
    body: seen.WordsBody,
    version: IfMatch,
    me: Owners,
    work: CurrentWork,
    response: Response,
) -> ApplicationView:
    """Once."""
    change = Change(application_id=application_id, version=version, by=me)
    return await shown(await decisions.appeal(change, body.words, work), me, work, response)


@routes.put("/{application_id}/withdrawal", summary="Withdraw an application")
async def put_application_withdrawal(
    application_id: UUID, version: IfMatch, me: Applicants, work: CurrentWork, response: Response
) -> ApplicationView:
    """At any time before the contract is made."""
    change = Change(application_id=application_id, version=version, by=me)
    return await shown(await decisions.withdraw_application(change, work), me, work, response)


async def shown(
    application: Application, me: Principal, work: Work, response: Response
) -> ApplicationView:
    """The application as this reader may see it, with its new version."""
    await work.session.flush()
    etag(response, application.version)
    return ApplicationView.of(application, me, at=work.now)
