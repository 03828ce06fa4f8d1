"""Money nobody has explained, over HTTP: finance looks through it and says what it is."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel

from chassis.identity import Principal, allow
from chassis.money import Money
from chassis.web import Body, CurrentWork, IfMatch, Page, PageRequest, Routes, etag
from contracts.roles import Role
from policy.domain.money.doubt import Doubt
from policy.domain.money.suggesting import (
    PaymentSuggestion,
    RefundSuggestion,
    Suggestion,
    suggestions,
)
from policy.domain.money.suspense import Status, Suspense
from policy.routes.fields import Reason
from policy.routes.refunds import BankAccount
from policy.storage.money.accounts import Accounts
from policy.storage.money.suspense import SuspenseQueue
from policy.use_cases.money.resolve_suspense import ResolveSuspense, resolve_suspense
from policy.use_cases.money.suggest_payments import suggest_payments
from policy.use_cases.money.suggest_refunds import suggest_refunds

routes = Routes(prefix="/suspense", tags=["money"])

Finance = Annotated[Principal, allow(Role.FINANCE)]


class Resolution(StrEnum):
    """What money in suspense can turn out to be."""

    ASSIGNED = "assigned"
    HELD = "held"
    RETURNED = "returned"
    EXPLAINED = "explained"
    MATCHED = "matched"


class ResolutionBody(Body):
    """What it is: of an invoice or an application, to go back, or no premium; and why.

    `returned`: at once up to a limit; above it, or with `to_account` where it came without an
    account, when a second person says the same.

    `matched`: it is what was taken down by hand for the application, and adds nothing to it;
    without an application, the line of an earlier statement, come twice; with a refund, that
    refund, which went out under no id of ours and is confirmed by it, or came back to us and
    waits for another account; with a payment (the id of
    its line), that payment, which the bank took back.
    """

    resolution: Resolution
    invoice_id: UUID | None = None
    application_id: UUID | None = None
    refund_id: UUID | None = None
    payment_id: UUID | None = None
    to_account: BankAccount | None = None
    note: Reason


class SuspenseView(BaseModel):
    """An entry that waits, or what became of it. Suggestions book nothing."""

    id: UUID
    amount: Money
    booked_on: date
    payer: str | None
    payer_account: str | None
    text: str
    doubt: Doubt
    policy_id: UUID | None
    status: Status
    note: str | None
    invoice_id: UUID | None
    application_id: UUID | None
    resolved_at: datetime | None
    resolved_by: str | None
    to_account: str | None
    return_wanted_by: str | None
    end_to_end: str
    """What a return travels under."""


class SuspenseDetail(SuspenseView):
    """With what it might be."""

    suggestions: list[Suggestion]
    refunds: list[RefundSuggestion]
    """Of money that went out or came back: which refund of ours it may be."""
    payments: list[PaymentSuggestion]
    """Of money that went out: which payment the bank may have taken back."""


def _shown(one: Suspense) -> dict[str, object]:
    return {name: getattr(one, name) for name in SuspenseView.model_fields}


@routes.get("", summary="List money in suspense, oldest first")
async def get_suspense(
    me: Finance, page: PageRequest, work: CurrentWork, status: Status | None = None
) -> Page[SuspenseView]:
    """All of it, or what is still open."""
    wanted = SuspenseQueue(work).matching(status)
    items, following = await page.fetch(work.session, wanted, key=SuspenseQueue.key)
    return Page(items=[SuspenseView.model_validate(_shown(one)) for one in items], next=following)


@routes.get("/{entry_id}", summary="Read money in suspense")
async def get_suspense_entry(
    entry_id: UUID, me: Finance, work: CurrentWork, response: Response
) -> SuspenseDetail:
    """With what it might be, the likeliest first."""
    one = await SuspenseQueue(work).get(entry_id)
    alike = suggestions(one, await Accounts(work).like(one.amount))
    sent = await suggest_refunds(one, work)
    etag(response, one.version)
    back = await suggest_payments(one, work)
    also = {"suggestions": alike, "refunds": sent, "payments": back}
    return SuspenseDetail.model_validate({**_shown(one), **also})


@routes.put("/{entry_id}/resolution", summary="Say what money in suspense is")
async def put_resolution(
    *,
    entry_id: UUID,
    body: ResolutionBody,
    version: IfMatch,
    me: Finance,
    work: CurrentWork,
    response: Response,
) -> SuspenseView:
    """It is booked at once, but for what a second person has to agree to."""
    order = ResolveSuspense(
        entry_id=entry_id,
        version=version,
        resolution=Status(body.resolution),
        invoice_id=body.invoice_id,
        application_id=body.application_id,
        refund_id=body.refund_id,
        payment_id=body.payment_id,
        to_account=body.to_account,
        note=body.note,
        by=me,
    )
    done = await resolve_suspense(order, work)
    await work.session.flush()
    etag(response, done.version)
    return SuspenseView.model_validate(_shown(done))
