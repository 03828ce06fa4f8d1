"""How people reach claims over HTTP. Each route is one use case, nothing more."""

from datetime import date, datetime
from typing import Annotated, Self
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
    Text,
    etag,
)
from chassis.work import Work
from claims.domain.claim import Claim, Status
from claims.domain.decision import Decision, Verdict
from claims.domain.loss import Loss
from claims.storage import Claims
from claims.use_cases.decide_claim import DecideClaim, decide_claim
from claims.use_cases.file_claim import FileClaim, file_claim
from claims.use_cases.pay_claim import PayClaim, pay_claim
from claims.use_cases.withdraw_claim import WithdrawClaim, withdraw_claim
from contracts.claims import Finding
from contracts.insured import Peril
from contracts.roles import Role

routes = Routes(prefix="/claims", tags=["claims"])

Reporters = Annotated[Principal, allow(Role.CUSTOMER, Role.AGENT, Role.IMPORTER)]
Readers = Annotated[
    Principal, allow(Role.CUSTOMER, Role.AGENT, Role.IMPORTER, Role.ADJUSTER, Role.FINANCE)
]
Adjusters = Annotated[Principal, allow(Role.ADJUSTER)]
Finance = Annotated[Principal, allow(Role.FINANCE)]
Owners = Annotated[Principal, allow(Role.CUSTOMER, Role.AGENT)]


class LossBody(Body):
    """What happened, when, and what it did."""

    policy_id: UUID
    peril: Peril
    occurred_at: Instant
    damage: Money
    property_value: Money | None = None
    description: Text = Field(examples=["Water came in through the kitchen."])


class DecisionBody(Body):
    """Approve, naming the amount; or decline, with a reason the customer will read."""

    decision: Verdict
    amount: Money | None = None
    reason: Text | None = Field(default=None, examples=["The old carpet had no value left."])


class PaymentBody(Body):
    """Under which reference the money was sent; no two payments share one."""

    reference: Annotated[Line, Field(max_length=140, examples=["BANK-2026-0001"])]


class WithdrawalBody(Body):
    """Nothing needs to be said."""


class ClaimView(BaseModel):
    """A claim, as it is shown to the customer and to our people alike."""

    id: UUID
    number: str
    policy_id: UUID
    customer_id: UUID
    peril: Peril
    occurred_at: datetime
    occurred_on: date
    damage: Money
    property_value: Money | None
    description: str
    filed_at: datetime
    status: Status
    findings: list[Finding]
    proposed_decision: Verdict | None
    proposed_amount: Money | None
    amount: Money | None
    reason: str | None
    decided_at: datetime | None
    payment_reference: str | None
    paid_at: datetime | None
    withdrawn_at: datetime | None

    @classmethod
    def of(cls, claim: Claim) -> Self:
        """Show this claim."""
        return cls.model_validate(claim, from_attributes=True)


@routes.post("", status_code=201, summary="Report a loss")
async def post_claim(
    body: LossBody, me: Reporters, work: CurrentWork, response: Response
) -> ClaimView:
    """First notice of loss. The rules look at it at once: it is approved, or a person looks too.

    404 `policy-unknown` right after a policy was issued means: not heard of it yet, try again.
    """
    loss = Loss(
        peril=body.peril,
        occurred_at=body.occurred_at,
        damage=body.damage,
        property_value=body.property_value,
    )
    order = FileClaim(policy_id=body.policy_id, loss=loss, description=body.description, by=me)
    claim = await file_claim(order, work)
    response.headers["Location"] = f"{routes.prefix}/{claim.id}"
    return await _shown(claim, work, response)


@routes.get("", summary="List claims, newest first")
async def get_claims(
    me: Readers,
    page: PageRequest,
    work: CurrentWork,
    status: Status | None = None,
    policy_id: UUID | None = None,
) -> Page[ClaimView]:
    """A customer sees their own."""
    wanted = Claims(work).matching(asked_by=me, status=status, policy_id=policy_id)
    items, following = await page.fetch(work.session, wanted, key=Claims.key, descending=True)
    return Page(items=[ClaimView.of(item) for item in items], next=following)


@routes.get("/{claim_id}", summary="Read a claim, with its findings")
async def get_claim(
    claim_id: UUID, me: Readers, work: CurrentWork, response: Response
) -> ClaimView:
    """A customer reads their own."""
    return await _shown(await Claims(work).get(claim_id, asked_by=me), work, response)


@routes.put("/{claim_id}/decision", summary="Decide a claim in review")
async def put_decision(
    *,
    claim_id: UUID,
    body: DecisionBody,
    version: IfMatch,
    me: Adjusters,
    work: CurrentWork,
    response: Response,
) -> ClaimView:
    """An adjuster approves at most what the cover pays, or declines and says why."""
    decision = Decision(
        verdict=body.decision, amount=body.amount, reason=body.reason, by=me.subject
    )
    order = DecideClaim(claim_id=claim_id, version=version, decision=decision, by=me)
    return await _shown(await decide_claim(order, work), work, response)


@routes.put("/{claim_id}/payment", summary="Note the payment of an approved claim")
async def put_payment(
    *,
    claim_id: UUID,
    body: PaymentBody,
    version: IfMatch,
    me: Finance,
    work: CurrentWork,
    response: Response,
) -> ClaimView:
    """The same payment told again is answered again and noted once."""
    order = PayClaim(claim_id=claim_id, version=version, reference=body.reference, by=me)
    return await _shown(await pay_claim(order, work), work, response)


@routes.put("/{claim_id}/withdrawal", summary="Take a claim back")
async def put_withdrawal(
    *,
    claim_id: UUID,
    body: WithdrawalBody,
    version: IfMatch,
    me: Owners,
    work: CurrentWork,
    response: Response,
) -> ClaimView:
    """Possible until it is paid or declined."""
    order = WithdrawClaim(claim_id=claim_id, version=version, by=me)
    return await _shown(await withdraw_claim(order, work), work, response)


async def _shown(claim: Claim, work: Work, response: Response) -> ClaimView:
    await work.session.flush()  # the new version is known once it is written
    etag(response, claim.version)
    return ClaimView.of(claim)
