"""Complaints over HTTP. Each route is one use case, nothing more."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from chassis.identity import Principal, allow
from chassis.web import CurrentWork, IfMatch, Page, PageRequest, Routes, etag
from chassis.work import Work
from complaints.domain.complaint import Complaint, NoSuchComplaint, Status, Topic
from complaints.routes.views import Answer, ComplaintView, NewComplaint
from complaints.storage import Complaints, Sought
from complaints.storage import complaints as table
from complaints.use_cases.acknowledge_complaint import AcknowledgeComplaint, acknowledge_complaint
from complaints.use_cases.answer_complaint import AnswerComplaint, answer_complaint
from complaints.use_cases.close_complaint import CloseComplaint, close_complaint
from complaints.use_cases.open_complaint import OpenComplaint, open_complaint
from contracts.roles import Role

routes = Routes(prefix="/complaints", tags=["complaints"])

Speaker = Annotated[Principal, allow(Role.CUSTOMER, Role.AGENT, Role.COMPLAINTS_OFFICER)]
Closer = Annotated[Principal, allow(Role.CUSTOMER, Role.COMPLAINTS_OFFICER)]
Officer = Annotated[Principal, allow(Role.COMPLAINTS_OFFICER)]


@routes.post("", status_code=201, summary="Open a complaint")
async def post_complaint(
    new: NewComplaint, me: Speaker, work: CurrentWork, response: Response
) -> ComplaintView:
    """A customer complains for themself; an agent or officer names the customer.

    404 `not-known-yet` with `Retry-After`: what it is about may have been made a moment ago.
    """
    order = OpenComplaint(
        customer_id=new.customer_of(me),
        topic=Topic(about=new.about, about_id=new.about_id),
        description=new.description,
        opened_by=me.subject,
        on_behalf=me.is_staff,
    )
    complaint = await open_complaint(order, work)
    response.headers["Location"] = f"/v1/complaints/{complaint.id}"
    return await _shown(complaint, work, response)


@routes.get("", summary="List complaints, the newest first")
async def get_complaints(
    me: Speaker,
    work: CurrentWork,
    page: PageRequest,
    customer_id: Annotated[UUID | None, Query()] = None,
    status: Annotated[Status | None, Query()] = None,
) -> Page[ComplaintView]:
    """Customers see their own, staff those of everybody."""
    owner = customer_id if me.is_staff else customer_id or me.customer_id
    me.must_own(owner, what="customer")
    statement = Complaints(work).sought(Sought(customer_id=owner, status=status))
    found, after = await page.fetch(work.session, statement, key=[table.c.id], descending=True)
    return Page(items=[ComplaintView.of(one, now=work.now) for one in found], next=after)


@routes.get("/{complaint_id}", summary="Read a complaint")
async def get_complaint(
    complaint_id: UUID, me: Speaker, work: CurrentWork, response: Response
) -> ComplaintView:
    """With the promise we made, and whether we kept it."""
    return await _shown(await _mine(complaint_id, me, work), work, response)


@routes.put("/{complaint_id}/acknowledgement", summary="Acknowledge a complaint")
async def put_acknowledgement(
    complaint_id: UUID, me: Officer, version: IfMatch, work: CurrentWork, response: Response
) -> ComplaintView:
    """The officer has it in hand."""
    order = AcknowledgeComplaint(complaint_id=complaint_id, officer=me.subject, version=version)
    return await _shown(await acknowledge_complaint(order, work), work, response)


@routes.put("/{complaint_id}/answer", summary="Answer a complaint")
async def put_answer(
    *,
    complaint_id: UUID,
    said: Answer,
    me: Officer,
    version: IfMatch,
    work: CurrentWork,
    response: Response,
) -> ComplaintView:
    """In words the customer can read; it acknowledges too."""
    order = AnswerComplaint(
        complaint_id=complaint_id, answer=said.answer, officer=me.subject, version=version
    )
    return await _shown(await answer_complaint(order, work), work, response)


@routes.put("/{complaint_id}/closure", summary="Close a complaint")
async def put_closure(
    complaint_id: UUID, me: Closer, version: IfMatch, work: CurrentWork, response: Response
) -> ComplaintView:
    """By the customer at any time, by an officer once it is answered."""
    await _mine(complaint_id, me, work)
    order = CloseComplaint(
        complaint_id=complaint_id,
        closed_by=me.subject,
        by_customer=not me.is_staff,
        version=version,
    )
    return await _shown(await close_complaint(order, work), work, response)


async def _mine(complaint_id: UUID, me: Principal, work: Work) -> Complaint:
    """The complaint, if the caller may see it; a stranger's answers like a missing one."""
    complaint = await Complaints(work).get(complaint_id)
    if not (me.is_staff or me.owns(complaint.customer_id)):
        raise NoSuchComplaint
    return complaint


async def _shown(complaint: Complaint, work: Work, response: Response) -> ComplaintView:
    await work.session.flush()  # gives the version the answer is labelled with
    etag(response, complaint.version)
    return ComplaintView.of(complaint, now=work.now)
