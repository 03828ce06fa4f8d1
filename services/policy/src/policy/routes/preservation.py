"""Keeping a contract over HTTP: its clocks, thinking again, and putting it back in force."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field

from chassis.identity import Principal, allow
from chassis.money import Money
from chassis.web import (
    Body,
    CurrentWork,
    IfMatch,
    Instant,
    Line,
    Page,
    PageRequest,
    Routes,
    etag,
)
from chassis.work import Work
from contracts.roles import Role
from policy.domain.policy import Status
from policy.domain.preservation.withdraw import WHY
from policy.domain.reinstatement import Reinstatement, ReinstatementStatus
from policy.routes.clock_view import ClockView
from policy.routes.fields import Reason
from policy.routes.wishes import WishBody, WishView, wish_of
from policy.storage import Policies, Reinstatements
from policy.use_cases.reinstate import (
    AskReinstatement,
    DecideReinstatement,
    ProveInsurability,
    ask_reinstatement,
    decide_reinstatement,
    prove_insurability,
)
from policy.use_cases.show_clocks import show_clocks
from policy.use_cases.withdraw_contract import WithdrawContract, withdraw_contract

routes = Routes(prefix="/policies/{policy_id}", tags=["preservation"])

Readers = Annotated[Principal, allow(Role.CUSTOMER, Role.AGENT, Role.UNDERWRITER, Role.ADJUSTER)]
Askers = Annotated[Principal, allow(Role.CUSTOMER, Role.AGENT)]
Withdrawers = Annotated[Principal, allow(Role.CUSTOMER, Role.AGENT, Role.UNDERWRITER)]
Underwriters = Annotated[Principal, allow(Role.UNDERWRITER)]


class ClockList(BaseModel):
    """All deadlines still to come, the nearest first."""

    items: list[ClockView]


class WithdrawalBody(Body):
    """When it was sent, if not now: sending in time is enough. An agent says how it came."""

    sent_at: Instant | None = None
    wish: WishBody | None = None


class WithdrawalView(BaseModel):
    """Given back, or with a person: nobody is refused by a machine for being late."""

    policy_id: UUID
    status: Status
    with_a_person: bool
    why: Literal["late", "claimed", "elsewhere"] | None
    """Why a person decides: it came late, after a loss was claimed, or was concluded elsewhere."""
    wish: WishView | None
    """How the customer asked for it, where an agent says so."""
    given_back: Money | None
    """What is not owed any more, taxes included; what was paid of it goes back."""


class ReinstatementBody(Body):
    """Where the evidence of insurability is, if the product asks for it."""

    evidence: Line | None = Field(default=None, examples=["DOC-2026-000017"])


class EvidenceBody(Body):
    """Where it is: the number of a document."""

    evidence: Line = Field(examples=["DOC-2026-000017"])


class ReinstatementDecisionBody(Body):
    """Whether cover comes back, and why or why not."""

    granted: bool
    reason: Reason


class ReinstatementView(BaseModel):
    """A request: what is owed and wanted, and from when cover is back. The gap stays a gap."""

    id: UUID
    policy_id: UUID
    status: ReinstatementStatus
    requested_at: datetime
    owed: Money
    gap_from: datetime
    evidence_needed: bool
    evidence: str | None
    paid_at: datetime | None
    decided_at: datetime | None
    decided_by: str | None
    reason: str | None
    cover_back_at: datetime | None

    @classmethod
    def of(cls, request: Reinstatement) -> Self:
        """Show this request."""
        return cls.model_validate(request, from_attributes=True)


@routes.get("/clocks", summary="See what happens next, when and why")
async def get_clocks(policy_id: UUID, me: Readers, work: CurrentWork) -> ClockList:
    """In the customer's language."""
    found = await show_clocks(policy_id, by=me, work=work)
    return ClockList(items=[ClockView.of(one) for one in found])


@routes.put("/withdrawal", summary="Think again and give a contract back")
async def put_contract_withdrawal(
    *,
    policy_id: UUID,
    body: WithdrawalBody,
    version: IfMatch,
    me: Withdrawers,
    work: CurrentWork,
    response: Response,
) -> WithdrawalView:
    """In time, the whole premium is given back. Late, it goes to a person (202).

    An agent says how the customer's `wish` came, and counts it as sent by the day it did.
    """
    order = WithdrawContract(
        policy_id=policy_id,
        version=version,
        sent_at=body.sent_at,
        wish=body.wish.as_wish() if body.wish else None,
        by=me,
    )
    done = await withdraw_contract(order, work)
    policy = done.policy
    await work.session.flush()  # the new version is known once it is written
    etag(response, policy.version)
    if done.with_a_person is not None:
        response.status_code = 202
    return WithdrawalView(
        policy_id=policy.id,
        status=policy.status,
        with_a_person=done.with_a_person is not None,
        why=None if done.why is None else WHY[done.why],
        wish=wish_of(policy.facts),
        given_back=done.given_back,
    )


@routes.post("/reinstatements", status_code=201, summary="Ask to put a contract back in force")
async def post_reinstatement(
    policy_id: UUID, body: ReinstatementBody, me: Askers, work: CurrentWork, response: Response
) -> ReinstatementView:
    """Says what is owed and which evidence is wanted; where law counts, its clock starts."""
    order = AskReinstatement(policy_id=policy_id, evidence=body.evidence, by=me)
    request = await ask_reinstatement(order, work)
    response.headers["Location"] = f"/v1/policies/{policy_id}/reinstatements/{request.id}"
    return await _shown(request, work, response)


@routes.get("/reinstatements", summary="List requests to put it back in force, newest first")
async def get_reinstatements(
    policy_id: UUID, me: Readers, page: PageRequest, work: CurrentWork
) -> Page[ReinstatementView]:
    """With what became of each."""
    policy = await Policies(work).get(policy_id, asked_by=me)
    wanted = Reinstatements(work).matching(policy.id)
    items, following = await page.fetch(
        work.session, wanted, key=Reinstatements.key, descending=True
    )
    return Page(items=[ReinstatementView.of(item) for item in items], next=following)


@routes.get("/reinstatements/{request_id}", summary="Read a request")
async def get_reinstatement(
    policy_id: UUID, request_id: UUID, me: Readers, work: CurrentWork, response: Response
) -> ReinstatementView:
    """With what became of it."""
    policy = await Policies(work).get(policy_id, asked_by=me)
    request = await Reinstatements(work).get(request_id, policy_id=policy.id)
    return await _shown(request, work, response)


@routes.put("/reinstatements/{request_id}/evidence", summary="Hand in evidence of insurability")
async def put_reinstatement_evidence(
    *,
    policy_id: UUID,
    request_id: UUID,
    body: EvidenceBody,
    version: IfMatch,
    me: Askers,
    work: CurrentWork,
    response: Response,
) -> ReinstatementView:
    """Where the product asks for it, nothing is granted before; until then it can be replaced."""
    order = ProveInsurability(
        policy_id=policy_id,
        request_id=request_id,
        version=version,
        evidence=body.evidence,
        by=me,
    )
    return await _shown(await prove_insurability(order, work), work, response)


@routes.put("/reinstatements/{request_id}/decision", summary="Answer a request")
async def put_reinstatement_decision(
    *,
    policy_id: UUID,
    request_id: UUID,
    body: ReinstatementDecisionBody,
    version: IfMatch,
    me: Underwriters,
    work: CurrentWork,
    response: Response,
) -> ReinstatementView:
    """Granted and paid, cover is back from that moment; what happened in the gap is not covered."""
    order = DecideReinstatement(
        policy_id=policy_id,
        request_id=request_id,
        version=version,
        granted=body.granted,
        reason=body.reason,
        by=me,
    )
    return await _shown(await decide_reinstatement(order, work), work, response)


async def _shown(request: Reinstatement, work: Work, response: Response) -> ReinstatementView:
    await work.session.flush()  # the new version is known once it is written
    etag(response, request.version)
    return ReinstatementView.of(request)
