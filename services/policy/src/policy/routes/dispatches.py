"""How the papers of a contract were sent, and the proof that they arrived."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field

from chassis.identity import Principal, allow
from chassis.web import CurrentWork, IfMatch, Routes, etag
from chassis.work import Work
from contracts.roles import Role
from policy.domain.application_parts import Dispatch
from policy.domain.policy import Policy
from policy.routes.application_bodies import DispatchBody
from policy.storage import Applications, Policies
from policy.use_cases.deliver_contract import SendPapers, send_contract

routes = Routes(prefix="/policies/{policy_id}/dispatch", tags=["preservation"])

Readers = Annotated[Principal, allow(Role.CUSTOMER, Role.AGENT, Role.UNDERWRITER)]
Senders = Annotated[Principal, allow(Role.AGENT, Role.UNDERWRITER)]


class PapersView(BaseModel):
    """When the papers reached the customer, as far as we can show, and each sending."""

    policy_id: UUID
    delivered_at: datetime | None = Field(
        description="From here count the rights that the law starts with delivery."
    )
    dispatches: list[Dispatch]


@routes.get("", summary="See how the papers were sent")
async def get_dispatch(
    policy_id: UUID, me: Readers, work: CurrentWork, response: Response
) -> PapersView:
    """Those of its application, where it had one."""
    policy = await Policies(work).get(policy_id, asked_by=me)
    return await _shown(policy, work, response)


@routes.post("", status_code=201, summary="Record a sending of the papers, with proof")
async def post_policy_dispatch(
    *,
    policy_id: UUID,
    body: DispatchBody,
    version: IfMatch,
    me: Senders,
    work: CurrentWork,
    response: Response,
) -> PapersView:
    """Of a contract without an application: its schedule. A bounce is no notice."""
    sent = Dispatch(**dict(body))
    order = SendPapers(policy_id=policy_id, version=version, sent=sent, by=me)
    policy = await send_contract(order, work)
    await work.session.flush()  # the new version is known once it is written
    response.headers["Location"] = f"/v1/policies/{policy_id}/dispatch"
    return await _shown(policy, work, response)


async def _shown(policy: Policy, work: Work, response: Response) -> PapersView:
    etag(response, policy.version)
    application = await Applications(work).of_policy(policy.id)
    sent = policy.dispatches if application is None else application.dispatches
    return PapersView(policy_id=policy.id, delivered_at=policy.delivered_at, dispatches=list(sent))
