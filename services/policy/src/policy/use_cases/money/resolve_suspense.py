"""Somebody knows what the money is: it pays an invoice, goes back, or is no premium at all."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import NotFound, Rejected
from chassis.identity import Principal
from chassis.work import Work, check_version
from policy.domain.money.receiving import Payment, receive
from policy.domain.money.suspense import CannotBeThat, Status, Suspense
from policy.storage import Applications
from policy.storage.money.accounts import Accounts
from policy.storage.money.ledger import Ledger
from policy.storage.money.refunds import Refunds
from policy.storage.money.rules import collection_rules
from policy.storage.money.sent_alone import SentAlone
from policy.storage.money.suspense import SuspenseQueue
from policy.use_cases.money.hold_deposits import hold_for, match_by_hand
from policy.use_cases.money.keep import keep
from policy.use_cases.money.match_return import match_return
from policy.use_cases.money.refunds_come_back import NoSuchRefund, match_refund


class InvoiceMissing(Rejected, code="invoice-missing"):
    """Money is assigned to an invoice, and to nothing else."""


class ApplicationMissing(Rejected, code="application-missing"):
    """Money is held for an application, and for nothing else."""


class NoSuchApplication(NotFound, code="application-unknown"):
    """There is no such application."""


class NoSuchInvoice(NotFound, code="invoice-unknown"):
    """There is no such invoice."""


@dataclass(frozen=True, kw_only=True)
class ResolveSuspense:
    """Which, as it was read, what it is, and in which words."""

    entry_id: UUID
    version: int
    resolution: Status
    invoice_id: UUID | None
    application_id: UUID | None = None
    refund_id: UUID | None = None
    """The refund it is, which went out under no id of ours."""
    payment_id: UUID | None = None
    """The payment it takes back, by the line of the statement that brought it."""
    to_account: str | None = None
    """Where money goes back that came without an account."""
    note: str
    by: Principal


async def resolve_suspense(order: ResolveSuspense, work: Work) -> Suspense:
    """Write the answer down and book it."""
    waiting = await SuspenseQueue(work).get(order.entry_id)
    check_version(waiting.version, order.version)
    if order.resolution is Status.RETURNED:
        await _give_back(order, waiting, work)
    elif order.resolution is Status.MATCHED and order.refund_id is not None:
        await _is_refund(order, order.refund_id, waiting, work)
    elif order.resolution is Status.MATCHED and order.payment_id is not None:
        await match_return(
            waiting, order.payment_id, note=order.note, by=order.by.subject, work=work
        )
    elif order.resolution is Status.MATCHED and order.application_id is None:
        await Ledger(work).append(
            [waiting.is_known(note=order.note, by=order.by.subject, at=work.now)]
        )
    elif order.resolution in {Status.HELD, Status.MATCHED}:
        await _hold(order, waiting, work)
    elif order.resolution is Status.EXPLAINED:
        await Ledger(work).append(
            [waiting.explain(note=order.note, by=order.by.subject, at=work.now)]
        )
    else:
        await _assign(order, waiting, work)
    return waiting


async def _give_back(order: ResolveSuspense, waiting: Suspense, work: Work) -> None:
    receiver, rules = waiting.goes_to(order.to_account), collection_rules()
    alone = await SentAlone(work).total(
        by=order.by.subject,
        since=work.now - rules.refund_alone_within,
        receiver=receiver,
        currency=waiting.amount.currency,
    )
    booked = waiting.give_back(
        receiver, rules=rules, sent_alone=alone, note=order.note, by=order.by.subject, at=work.now
    )
    await Ledger(work).append([] if booked is None else [booked])


async def _is_refund(
    order: ResolveSuspense, refund_id: UUID, waiting: Suspense, work: Work
) -> None:
    if waiting.amount.amount > 0:
        await match_refund(waiting, refund_id, note=order.note, by=order.by.subject, work=work)
        return
    refund = await Refunds(work).find(refund_id)
    if refund is None:
        raise NoSuchRefund(f"there is no refund {refund_id}", field="/refund_id")
    booked = waiting.is_refund(refund, note=order.note, by=order.by.subject, at=work.now)
    await Ledger(work).append([booked])


async def _hold(order: ResolveSuspense, waiting: Suspense, work: Work) -> None:
    if order.application_id is None:
        raise ApplicationMissing("say for which application", field="/application_id")
    try:
        application = await Applications(work).get(order.application_id, asked_by=order.by)
    except NotFound as unknown:
        raise NoSuchApplication(unknown.detail, field="/application_id") from None
    holds = match_by_hand if order.resolution is Status.MATCHED else hold_for
    await holds(application, waiting, note=order.note, by=order.by.subject, work=work)
    if waiting.status not in {Status.HELD, Status.MATCHED}:
        raise CannotBeThat(
            f"{application.number} is {application.status} in {application.offer.currency}",
            field="/application_id",
        )


async def _assign(order: ResolveSuspense, waiting: Suspense, work: Work) -> None:
    if order.invoice_id is None:
        raise InvoiceMissing("say which invoice it pays", field="/invoice_id")
    accounts = Accounts(work)
    try:
        policy_id = await accounts.of_invoice(order.invoice_id, asked_by=order.by)
    except NotFound as unknown:
        raise NoSuchInvoice(unknown.detail, field="/invoice_id") from None
    account = await accounts.locked(policy_id)
    invoice = account.invoice(order.invoice_id)
    waiting.assign(account, invoice, note=order.note, by=order.by.subject, at=work.now)
    payment = Payment(
        entry_id=waiting.id,
        amount=waiting.amount,
        paid_on=waiting.paid_on,
        booked_on=waiting.booked_on,
        payer_account=waiting.payer_account,
        from_suspense=True,
    )
    done = receive(account, payment, named=invoice, rules=collection_rules(), at=work.now)
    await keep(accounts, account, done, work)
