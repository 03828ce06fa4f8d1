"""Prospects over HTTP: the first contact, our promise, consents, and the way to a file."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from pydantic import BaseModel, Field, StrictBool

from chassis.errors import Forbidden
from chassis.identity import Principal, allow
from chassis.ids import new_id
from chassis.web import Body, CurrentWork, Day, IfMatch, Page, PageRequest, Routes, etag
from chassis.work import Work
from contracts.insured import Language
from contracts.roles import Role
from policy.domain.customer import Kind
from policy.domain.prospect import Channel, Consent, Prospect, ProspectStatus, Purpose
from policy.routes.customers import CustomerView
from policy.routes.fields import Email, Phone, PlaceBody, ShortLine, TimeZone
from policy.storage import Prospects
from policy.use_cases.answer_prospect import answer_prospect
from policy.use_cases.change_consent import ChangeConsent, change_consent
from policy.use_cases.make_customer import MakeCustomer, make_customer
from policy.use_cases.welcome_prospect import WelcomeProspect, welcome_prospect

routes = Routes(prefix="/prospects", tags=["prospects"])

People = Annotated[Principal, allow(Role.CUSTOMER, Role.AGENT)]
Agents = Annotated[Principal, allow(Role.AGENT)]


class NoFileId(Forbidden, code="no-file-id"):
    """Your token does not say which file is yours."""


class ConsentsBody(Body):
    """What the person allows; what is not said is not allowed."""

    contact: StrictBool = False
    marketing: StrictBool = False
    profiling: StrictBool = False


class ProspectBody(Body):
    """Who spoke to us, and how."""

    name: ShortLine = Field(examples=["Wei Chen"])
    email: Email | None = None
    phone: Phone | None = None
    language: Language
    time_zone: TimeZone
    channel: Channel
    agent: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.@-]{1,64}$", examples=["ana"])] | None = None
    consents: ConsentsBody = ConsentsBody()
    how: ShortLine = Field(description="How they said it.", examples=["ticked on the web form"])


class ConsentBody(Body):
    """One word on one purpose."""

    granted: StrictBool
    how: ShortLine


class FileBody(Body):
    """What a file needs besides."""

    kind: Kind = Kind.PERSON
    born_on: Day | None = None
    address: PlaceBody


class PromiseView(BaseModel):
    """Our promise to answer: 4 working hours (YB-ANSWER)."""

    rule: Literal["YB-ANSWER"] = "YB-ANSWER"
    state: Literal["running", "kept", "broken"]
    due_at: datetime
    kept_at: datetime | None


class ProspectView(BaseModel):
    """A prospect, as it is shown."""

    id: UUID
    name: str
    email: str | None
    phone: str | None
    language: Language
    time_zone: str
    channel: Channel
    agent: str
    status: ProspectStatus
    consents: list[Consent]
    allowed: list[Purpose]
    met_at: datetime
    welcomed_at: datetime | None = Field(
        description="When the welcome went out; not where we may not write to them."
    )
    promise: PromiseView


@routes.post(
    "",
    status_code=201,
    summary="Welcome somebody who speaks to us for the first time",
    responses={200: {"model": ProspectView, "description": "We know this mail or phone: them."}},
)
async def post_prospect(
    body: ProspectBody, me: People, work: CurrentWork, response: Response
) -> ProspectView:
    """An agent writes down a contact; a person on the web introduces themself.

    The same mail or phone is the same person, with the same agent.
    """
    if not me.is_staff and me.customer_id is None:
        raise NoFileId("the token carries no customer id")
    order = WelcomeProspect(
        prospect_id=new_id() if me.is_staff or me.customer_id is None else me.customer_id,
        name=body.name,
        email=body.email,
        phone=body.phone,
        language=body.language,
        time_zone=body.time_zone,
        channel=body.channel,
        agent=body.agent,
        consents={Purpose(name): granted for name, granted in body.consents},
        how=body.how,
        own_id=not me.is_staff,
    )
    prospect = await welcome_prospect(order, work)
    if prospect.id != order.prospect_id:
        response.status_code = 200
    response.headers["Location"] = f"{routes.prefix}/{prospect.id}"
    return await _shown(prospect, work, response)


@routes.get("", summary="List prospects, newest first")
async def get_prospects(
    me: Agents,
    page: PageRequest,
    work: CurrentWork,
    agent: Annotated[
        str | None, Query(pattern=r"^[A-Za-z0-9_.@-]{1,64}$", examples=["ana"])
    ] = None,
) -> Page[ProspectView]:
    """Everybody's, or those of one agent."""
    wanted = Prospects(work).matching(agent=agent)
    items, after = await page.fetch(work.session, wanted, key=Prospects.key, descending=True)
    return Page(items=[_view(item, work) for item in items], next=after)


@routes.get("/{prospect_id}", summary="Read a prospect")
async def get_prospect(
    prospect_id: UUID, me: People, work: CurrentWork, response: Response
) -> ProspectView:
    """With our promise, and what they allow."""
    return await _shown(await Prospects(work).get(prospect_id, asked_by=me), work, response)


@routes.put("/{prospect_id}/answer", summary="Record that somebody answered")
async def put_first_answer(
    prospect_id: UUID, version: IfMatch, me: Agents, work: CurrentWork, response: Response
) -> ProspectView:
    """The first answer keeps the promise."""
    prospect = await answer_prospect(prospect_id, version=version, by=me, work=work)
    return await _shown(prospect, work, response)


@routes.put("/{prospect_id}/consents/{purpose}", summary="Allow something, or take it back")
async def put_consent(
    *,
    prospect_id: UUID,
    purpose: Purpose,
    body: ConsentBody,
    version: IfMatch,
    me: People,
    work: CurrentWork,
    response: Response,
) -> ProspectView:
    """Taking it back is as easy as giving it; every word is kept."""
    order = ChangeConsent(
        prospect_id=prospect_id,
        version=version,
        purpose=purpose,
        granted=body.granted,
        how=body.how,
        by=me,
    )
    return await _shown(await change_consent(order, work), work, response)


@routes.put("/{prospect_id}/file", summary="Open the file of a prospect")
async def put_file(
    *,
    prospect_id: UUID,
    body: FileBody,
    version: IfMatch,
    me: Agents,
    work: CurrentWork,
    response: Response,
) -> CustomerView:
    """A prospect becomes a customer, under the same id."""
    order = MakeCustomer(
        prospect_id=prospect_id,
        version=version,
        kind=body.kind,
        born_on=body.born_on,
        address=body.address.as_address(),
        by=me,
    )
    customer = await make_customer(order, work)
    await work.session.flush()
    etag(response, customer.version)
    return CustomerView.of(customer)


async def _shown(prospect: Prospect, work: Work, response: Response) -> ProspectView:
    await work.session.flush()
    etag(response, prospect.version)
    return _view(prospect, work)


def _view(prospect: Prospect, work: Work) -> ProspectView:
    promise = PromiseView(
        state=prospect.promise(work.now), due_at=prospect.answer_by, kept_at=prospect.answered_at
    )
    names = ProspectView.model_fields.keys() - {"promise", "allowed"}
    shown = {name: getattr(prospect, name) for name in names}
    allowed = [purpose for purpose in Purpose if prospect.consents_to(purpose)]
    return ProspectView(**shown, allowed=allowed, promise=promise)
