"""A lapse over HTTP: set aside where what was owed had been paid in time."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel

from chassis.identity import Principal, allow
from chassis.money import Money
from chassis.web import Body, CurrentWork, IfMatch, Routes, etag
from contracts.roles import Role
from policy.domain.policy import Status
from policy.routes.fields import Reason
from policy.use_cases.set_lapse_aside import SetLapseAside, set_lapse_aside

routes = Routes(prefix="/policies/{policy_id}", tags=["preservation"])

Setters = Annotated[Principal, allow(Role.FINANCE, Role.UNDERWRITER)]


class SettingAsideBody(Body):
    """Why: what the statement of the bank shows."""

    reason: Reason


class SettingAsideView(BaseModel):
    """The contract goes on without a gap."""

    policy_id: UUID
    status: Status
    covered_since: datetime
    """When cover was said to have ended; it never did."""
    paid: Money


@routes.put("/lapse/setting-aside", summary="Set aside the lapse of what was paid in time")
async def put_setting_aside(
    *,
    policy_id: UUID,
    body: SettingAsideBody,
    version: IfMatch,
    me: Setters,
    work: CurrentWork,
    response: Response,
) -> SettingAsideView:
    """The money must wait in suspense as `paid_in_time`; 409 `not-paid-in-time` otherwise."""
    order = SetLapseAside(policy_id=policy_id, version=version, reason=body.reason, by=me)
    policy, said = await set_lapse_aside(order, work)
    await work.session.flush()  # the new version is known once it is written
    etag(response, policy.version)
    return SettingAsideView(
        policy_id=policy.id,
        status=policy.status,
        covered_since=said.covered_since,
        paid=said.paid,
    )
