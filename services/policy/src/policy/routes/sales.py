"""Applications over HTTP, from our decision to the archive."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Response

from chassis.identity import Principal, allow
from chassis.web import CurrentWork, IfMatch, Routes
from chassis.work import check_version
from contracts.roles import Role
from policy.domain.application_parts import Dispatch
from policy.routes import application_bodies as seen
from policy.routes.application_views import ApplicationView
from policy.routes.applications import shown
from policy.routes.signature_bodies import ReviewBody, SignatureBody
from policy.storage import Applications
from policy.use_cases import close_application as closing
from policy.use_cases import settle_application as settling
from policy.use_cases import sign_application as signing
from policy.use_cases.move_first_day import move_first_day
from policy.use_cases.read_application import Change

routes = Routes(prefix="/applications", tags=["applications"])

Billers = Annotated[Principal, allow(Role.FINANCE, Role.AGENT)]
Finance = Annotated[Principal, allow(Role.FINANCE)]
Signers = Annotated[Principal, allow(Role.CUSTOMER, Role.AGENT)]
Movers = Annotated[Principal, allow(Role.CUSTOMER, Role.AGENT, Role.UNDERWRITER)]
Reviewers = Annotated[Principal, allow(Role.UNDERWRITER)]
Senders = Annotated[Principal, allow(Role.AGENT, Role.UNDERWRITER)]
ConditionId = Annotated[str, Path(pattern=r"^[A-Z0-9-]{2,40}$", examples=["UW-HOME-06"])]


@routes.put("/{application_id}/invoice", summary="Ask for the first payment")
async def put_invoice(
    *,
    application_id: UUID,
    body: seen.InvoiceBody,
    version: IfMatch,
    me: Billers,
    work: CurrentWork,
    response: Response,
) -> ApplicationView:
    """The customer has agreed to our conditions before."""
    change = Change(application_id=application_id, version=version, by=me)
    application = await settling.invoice_application(change, body.due_on, work)
    return await shown(application, me, work, response)


@routes.put("/{application_id}/premium", summary="Record that the premium is there")
async def put_premium(
    *,
    application_id: UUID,
    body: seen.PremiumBody,
    version: IfMatch,
    me: Finance,
    work: CurrentWork,
    response: Response,
) -> ApplicationView:
    """All of the invoice, in its currency, with what our bank holds for it already.

    409 `premium-at-bank` where money at our bank may be this very premium.
    """
    found = await Applications(work).get(application_id, asked_by=me)
    check_version(found.version, version)
    application = await settling.premium_received(
        application_id,
        body.amount,
        body.reference,
        means=body.means,
        beside_bank=body.beside_bank,
        paid_on=body.paid_on,
        by=me.subject,
        work=work,
    )
    return await shown(application, me, work, response)


@routes.put("/{application_id}/credit", summary="Grant credit for the premium")
async def put_credit(
    *,
    application_id: UUID,
    body: seen.CreditBody,
    version: IfMatch,
    me: Finance,
    work: CurrentWork,
    response: Response,
) -> ApplicationView:
    """Where the product allows it; never by who sold it."""
    change = Change(application_id=application_id, version=version, by=me)
    application = await settling.grant_credit(change, body.reference, work)
    return await shown(application, me, work, response)


@routes.put("/{application_id}/first-day", summary="Move a first day that went by")
async def put_first_day(
    *,
    application_id: UUID,
    body: seen.FirstDayBody,
    version: IfMatch,
    me: Movers,
    work: CurrentWork,
    response: Response,
) -> ApplicationView:
    """Where nothing was bound before it: the same terms from a later day, agreed to by signing."""
    change = Change(application_id=application_id, version=version, by=me)
    return await shown(await move_first_day(change, body.starts_on, work), me, work, response)


@routes.put("/{application_id}/signature", summary="Sign the agreed terms")
async def put_signature(
    *,
    application_id: UUID,
    body: SignatureBody,
    version: IfMatch,
    me: Signers,
    work: CurrentWork,
    response: Response,
) -> ApplicationView:
    """The hash must be that of the terms as they are shown; the code itself is never sent."""
    change = Change(application_id=application_id, version=version, by=me)
    signature = body.as_signature(me.subject, work.now)
    application = await signing.sign_application(change, signature, work)
    return await shown(application, me, work, response)


@routes.put("/{application_id}/signature/review", summary="Review the evidence of a signature")
async def put_review(
    *,
    application_id: UUID,
    body: ReviewBody,
    version: IfMatch,
    me: Reviewers,
    work: CurrentWork,
    response: Response,
) -> ApplicationView:
    """When it convinces, the contract is made; else it is signed again.

    Where the line asks for an advanced or qualified signature, state who found it to be one.
    """
    change = Change(application_id=application_id, version=version, by=me)
    if body.convinces:
        application = await signing.approve_signature(change, body.as_review(), body.report(), work)
        return await shown(application, me, work, response)
    application = await signing.send_back_signature(change, body.note, work)
    return await shown(application, me, work, response)


@routes.put("/{application_id}/conditions/{condition_id}", summary="Show that a condition is met")
async def put_condition(
    *,
    application_id: UUID,
    condition_id: ConditionId,
    body: seen.NoteBody,
    version: IfMatch,
    me: Senders,
    work: CurrentWork,
    response: Response,
) -> ApplicationView:
    """With the evidence; late is better than never."""
    change = Change(application_id=application_id, version=version, by=me)
    application = await closing.meet_condition(change, condition_id, body.note, work)
    return await shown(application, me, work, response)


@routes.post("/{application_id}/dispatch", status_code=201, summary="Record a sending, with proof")
async def post_dispatch(
    *,
    application_id: UUID,
    body: seen.DispatchBody,
    version: IfMatch,
    me: Senders,
    work: CurrentWork,
    response: Response,
) -> ApplicationView:
    """What is sent is a schedule of the contract. A bounce is no notice: send it another way."""
    change = Change(application_id=application_id, version=version, by=me)
    sent = Dispatch(**dict(body))
    response.headers["Location"] = f"{routes.prefix}/{application_id}"
    return await shown(await closing.dispatch_papers(change, sent, work), me, work, response)


@routes.put("/{application_id}/archive", summary="Close the file")
async def put_archive(
    application_id: UUID, version: IfMatch, me: Senders, work: CurrentWork, response: Response
) -> ApplicationView:
    """Nothing more is to be done."""
    change = Change(application_id=application_id, version=version, by=me)
    return await shown(await closing.archive_application(change, work), me, work, response)
