"""Accounts over HTTP: what a contract's owner owes and has paid, and the books behind it."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from chassis.identity import Principal, allow
from chassis.web import Body, CurrentWork, IfMatch, Page, PageRequest, Routes, etag
from contracts.roles import Role
from policy.domain.money.account import CreditUse
from policy.routes.account_views import AccountView, InvoiceView, JournalView, PostingView
from policy.routes.fields import Reason
from policy.storage.money.accounts import Accounts
from policy.storage.money.ledger import Ledger
from policy.use_cases.money.lift_hold import LiftHold, lift_hold
from policy.use_cases.money.use_credit import UseCredit, use_credit
from policy.use_cases.money.write_off_invoice import WriteOffInvoice, write_off_invoice

routes = Routes(tags=["money"])

Readers = Annotated[Principal, allow(Role.CUSTOMER, Role.AGENT, Role.FINANCE)]
Owners = Annotated[Principal, allow(Role.CUSTOMER, Role.FINANCE)]
Finance = Annotated[Principal, allow(Role.FINANCE)]


class CreditBody(Body):
    """What is to be done with the credit."""

    use: CreditUse


class HoldReleaseBody(Body):
    """What the person found who looked."""

    reason: Reason


class WriteOffBody(Body):
    """Why it will not come."""

    reason: Reason


@routes.get("/policies/{policy_id}/account", summary="Read the account of a policy")
async def get_account(
    policy_id: UUID, me: Readers, work: CurrentWork, response: Response
) -> AccountView:
    """What is owed, what was paid, until when, and what comes next. A customer reads their own."""
    account = await Accounts(work).get(policy_id, asked_by=me)
    etag(response, account.version)
    return AccountView.of(account, work.now)


@routes.get("/policies/{policy_id}/ledger", summary="List the postings of a policy")
async def get_ledger(
    policy_id: UUID, me: Owners, page: PageRequest, work: CurrentWork
) -> Page[JournalView]:
    """Oldest first. A customer reads their own."""
    await Accounts(work).get(policy_id, asked_by=me)
    ledger = Ledger(work)
    rows, following = await page.fetch(work.session, ledger.of(policy_id), key=Ledger.key)
    sides = await ledger.sides([row.id for row in rows])
    return Page(
        items=[
            JournalView(
                id=row.id,
                kind=row.kind,
                currency=row.currency,
                day=row.day,
                at=row.at,
                reverses=row.reverses,
                postings=[
                    PostingView(
                        book=one.book,
                        debit=one.debit,
                        credit=one.credit,
                        invoice_id=one.invoice_id,
                    )
                    for one in sides[row.id]
                ],
            )
            for row in rows
        ],
        next=following,
    )


@routes.put("/policies/{policy_id}/account/credit-use", summary="Say what credit is for")
async def put_credit_use(
    *,
    policy_id: UUID,
    body: CreditBody,
    version: IfMatch,
    me: Owners,
    work: CurrentWork,
    response: Response,
) -> AccountView:
    """It goes back to whoever paid, or pays what comes next."""
    order = UseCredit(policy_id=policy_id, version=version, use=body.use, by=me)
    account = await use_credit(order, work)
    etag(response, account.version)
    return AccountView.of(account, work.now)


@routes.put("/policies/{policy_id}/account/hold-release", summary="Lift the hold of an account")
async def put_hold_release(
    *,
    policy_id: UUID,
    body: HoldReleaseBody,
    version: IfMatch,
    me: Finance,
    work: CurrentWork,
    response: Response,
) -> AccountView:
    """For finance, who looked: what is owed is told anew, and the ladder begins again."""
    order = LiftHold(policy_id=policy_id, version=version, reason=body.reason, by=me)
    account = await lift_hold(order, work)
    etag(response, account.version)
    return AccountView.of(account, work.now)


@routes.get("/invoices/{invoice_id}", summary="Read an invoice")
async def get_invoice(
    invoice_id: UUID, me: Readers, work: CurrentWork, response: Response
) -> InvoiceView:
    """A customer reads their own."""
    accounts = Accounts(work)
    policy_id = await accounts.of_invoice(invoice_id, asked_by=me)
    invoice = (await accounts.get(policy_id, asked_by=me)).invoice(invoice_id)
    etag(response, invoice.version)
    return InvoiceView.of(invoice)


@routes.put("/invoices/{invoice_id}/write-off", summary="Give up what is open of an invoice")
async def put_write_off(
    *,
    invoice_id: UUID,
    body: WriteOffBody,
    version: IfMatch,
    me: Finance,
    work: CurrentWork,
    response: Response,
) -> InvoiceView:
    """For finance."""
    order = WriteOffInvoice(invoice_id=invoice_id, version=version, reason=body.reason, by=me)
    invoice = await write_off_invoice(order, work)
    etag(response, invoice.version)
    return InvoiceView.of(invoice)
