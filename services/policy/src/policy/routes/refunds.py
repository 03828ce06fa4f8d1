"""Refunds over HTTP: finance gives credit back; a large refund takes a second person."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field

from chassis.identity import Principal, allow
from chassis.money import Money
from chassis.web import (
    Body,
    CurrentWork,
    IfMatch,
    Page,
    PageRequest,
    PositiveMoney,
    Routes,
    etag,
)
from chassis.work import Work
from contracts.roles import Role
from policy.domain.money.refund import Refund, Status
from policy.routes.fields import Reason
from policy.storage.money.refunds import Refunds
from policy.use_cases.money.decide_refund import DecideRefund, decide_refund
from policy.use_cases.money.want_refund import WantRefund, want_refund

routes = Routes(prefix="/refunds", tags=["money"])

Finance = Annotated[Principal, allow(Role.FINANCE)]
Readers = Annotated[Principal, allow(Role.CUSTOMER, Role.FINANCE)]


BankAccount = Annotated[
    str, Field(pattern=r"^[A-Z0-9][A-Z0-9-]{4,33}$", examples=["ES7921000813610123456789"])
]
"""An IBAN, whose check digits must agree, or what a bank elsewhere calls an account."""


class Decision(StrEnum):
    """What the second person says."""

    AGREED = "agreed"
    REFUSED = "refused"


class RefundBody(Body):
    """How much of which contract's credit, and why."""

    policy_id: UUID
    amount: PositiveMoney
    reason: Reason


class DecisionBody(Body):
    """The answer; and for money that came without an account, where it goes."""

    decision: Decision
    to_account: BankAccount | None = None


class RefundView(BaseModel):
    """A refund. It goes to whoever paid, and nowhere else."""

    id: UUID
    policy_id: UUID
    amount: Money
    reason: str
    status: Status
    to_account: str | None
    end_to_end: str
    """What it travels under."""
    wanted_at: datetime
    decided_at: datetime | None
    void_because: str | None
    """Why there is nothing to send any more."""


async def _shown(refund: Refund, work: Work, response: Response) -> RefundView:
    await work.session.flush()
    etag(response, refund.version)
    return _view(refund)


def _view(refund: Refund) -> RefundView:
    return RefundView(**{name: getattr(refund, name) for name in RefundView.model_fields})


@routes.post("", status_code=201, summary="Give credit back")
async def post_refund(
    body: RefundBody, me: Finance, work: CurrentWork, response: Response
) -> RefundView:
    """Sent at once up to a limit; above it, a second person agrees."""
    order = WantRefund(
        policy_id=body.policy_id, amount=body.amount, reason=body.reason, by=me.subject
    )
    refund = await want_refund(order, work)
    response.headers["Location"] = f"{routes.prefix}/{refund.id}"
    return await _shown(refund, work, response)


@routes.get("", summary="List refunds, newest first")
async def get_refunds(me: Readers, page: PageRequest, work: CurrentWork) -> Page[RefundView]:
    """A customer sees their own."""
    wanted = Refunds(work).matching(asked_by=me)
    items, following = await page.fetch(work.session, wanted, key=Refunds.key, descending=True)
    return Page(items=[_view(one) for one in items], next=following)


@routes.get("/{refund_id}", summary="Read a refund")
async def get_refund(
    refund_id: UUID, me: Readers, work: CurrentWork, response: Response
) -> RefundView:
    """A customer reads their own."""
    return await _shown(await Refunds(work).get(refund_id, asked_by=me), work, response)


@routes.put("/{refund_id}/decision", summary="Agree to a large refund, or do not")
async def put_refund_decision(
    *,
    refund_id: UUID,
    body: DecisionBody,
    version: IfMatch,
    me: Finance,
    work: CurrentWork,
    response: Response,
) -> RefundView:
    """For somebody else of finance than who asked for it."""
    order = DecideRefund(
        refund_id=refund_id,
        version=version,
        agreed=body.decision is Decision.AGREED,
        to_account=body.to_account,
        by=me,
    )
    return await _shown(await decide_refund(order, work), work, response)
