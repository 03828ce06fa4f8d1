"""Money came: it settles what is named, then what is oldest; what is more is the customer's credit.

exact            settles                                                     M-01
short, a little  settles, the rest to small differences                      M-02
short, charged   settles, what the bank kept is its charge and ours to bear
short            settles in part; grace runs on for the rest                 M-03
over             settles, the rest is credit, and goes back by itself        M-04
again            all of it is credit, said to be double                      M-05
for several      oldest due first, unless one is named: that one first       M-06, M-07
cancelled        all of it is credit and goes back at once; no cover         M-08
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP
from uuid import UUID

from chassis.money import Money
from contracts.policy import PremiumReceived
from contracts.policy.premiums import PaidInvoice
from policy.domain.money.account import Account, CreditUse, Effects, NoCredit, Standing
from policy.domain.money.invoice import Invoice, Status
from policy.domain.money.ledger import (
    BANK,
    BANK_CHARGES,
    BROUGHT_IN,
    CREDIT,
    RECEIVABLE,
    SMALL_DIFFERENCES,
    SUSPENSE,
    Posting,
    credit,
    debit,
    not_yet_due,
    payable,
)
from policy.domain.money.ledger import Kind as Entry
from policy.domain.money.origins import give_credit, take_credit
from policy.domain.money.plan import CENT
from policy.domain.money.rules import Rules
from policy.domain.money.telling import whose


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Money that came by the bank."""

    entry_id: UUID | None
    """The line of the bank statement; None for money that came another way."""
    amount: Money
    paid_on: date
    """By which the payer is judged: when they ordered it, or when our bank booked it."""
    booked_on: date
    payer_account: str | None = None
    journal_id: UUID | None = None
    """Of the journal it will be booked with, where another of this moment may name it."""
    charges: Money | None = None
    """What the bank kept of it, in the account's currency."""
    from_suspense: bool = False
    """Whether it lay in suspense before: then no bank account is debited again."""


def receive(
    account: Account, payment: Payment, *, named: Invoice | None, rules: Rules, at: datetime
) -> Effects:
    """Book it, oldest due first unless one is named."""
    left, pays = payment.amount, []
    postings = [debit(SUSPENSE if payment.from_suspense else BANK, payment.amount)]
    for invoice in _in_turn(account, named):
        if not left:
            break
        asked = invoice.open
        paid = min(left, asked)
        left = left - paid
        missing = None if left else asked - paid
        postings += _settled(invoice, paid, rules, payment, missing=missing)
        pays.append((invoice, paid))
    if left:
        _go_back_in_time(account, rules, at)
        give_credit(account, left, payer=payment.payer_account, entry_id=payment.entry_id)
        postings.append(credit(CREDIT, left))
    if pays:
        account.refund_to = payment.payer_account or account.refund_to
    account.touched()
    twice = not pays and named is not None and named.status is Status.PAID
    event = _received(account, payment, pays, left, twice=twice)
    journal = account.journal(
        Entry.RESOLVED if payment.from_suspense else Entry.RECEIVED,
        postings,
        at=at,
        day=None if payment.from_suspense else payment.booked_on,
        entry_id=payment.entry_id,
        journal_id=payment.journal_id,
    )
    return Effects(journals=[journal], events=[event])


def bring_in(account: Account, *, at: datetime) -> Effects:
    """A contract of a book that was brought in: what fell due before today was paid elsewhere."""
    today = account.today(at)
    postings: list[Posting] = []
    for invoice in account.invoices:
        if invoice.due_on < today and invoice.open:
            brought = invoice.open
            invoice.issue_on = min(invoice.issue_on, invoice.due_on)  # they asked for it, not we
            postings += [debit(BROUGHT_IN, brought), *_settle(invoice, brought, invoice.due_on)]
    if not postings:
        return Effects()
    account.touched()
    return Effects(journals=[account.journal(Entry.BROUGHT_IN, postings, at=at)])


def choose_credit_use(account: Account, use: CreditUse, *, at: datetime) -> Effects:
    """The customer says what is done with their credit, now and later."""
    if not account.credit:
        raise NoCredit(f"{account.number} has no credit")
    account.credit_use = use
    account.refund_credit_at = at if use is CreditUse.REFUND else None
    account.touched()
    return use_credit(account, at=at) if use is CreditUse.NEXT_INSTALMENT else Effects()


def use_credit(account: Account, *, at: datetime) -> Effects:
    """Pay with the customer's credit what they owe, because they said so."""
    left, postings = account.credit, []
    for invoice in account.owed:
        if not left:
            break
        paid = min(left, invoice.open)
        left = left - paid
        postings += [*_settle(invoice, paid, account.today(at)), debit(CREDIT, paid)]
    if not postings:
        return Effects()
    take_credit(account, account.credit - left)
    account.touched()
    return Effects(journals=[account.journal(Entry.CREDIT_USED, postings, at=at)])


def _in_turn(account: Account, named: Invoice | None) -> list[Invoice]:
    owed = [*account.owed, *account.claims]
    if named is None or not named.open:
        return owed
    return [named, *(one for one in owed if one is not named)]


def _settled(
    invoice: Invoice, paid: Money, rules: Rules, payment: Payment, *, missing: Money | None
) -> list[Posting]:
    """`missing` is what is still open after the last of the money; None if there is more."""
    if not missing:
        return _settle(invoice, paid, payment.paid_on)
    if payment.charges is not None and missing <= payment.charges:
        book = BANK_CHARGES
    elif rules.is_small(missing, paid + missing):
        book = SMALL_DIFFERENCES
    else:
        return _settle(invoice, paid, payment.paid_on)
    return [*_settle(invoice, paid + missing, payment.paid_on), debit(book, missing)]


def _settle(invoice: Invoice, amount: Money, paid_on: date) -> list[Posting]:
    """The receivable goes down, and with it arises the tax that arises with payment (L-8)."""
    before = invoice.settled
    invoice.settle(amount, paid_on=paid_on)
    postings = [credit(RECEIVABLE, amount, invoice.id)]
    for line in invoice.lines:
        if line.on_payment:
            arises = _share(line.amount, invoice.settled, invoice) - _share(
                line.amount, before, invoice
            )
            postings += [
                debit(not_yet_due(line.id), arises, invoice.id),
                credit(payable(line.id), arises, invoice.id),
            ]
    return postings


def _share(of: Money, settled: Money, invoice: Invoice) -> Money:
    exact = of.amount * settled.amount / invoice.amount.amount
    return Money(exact.quantize(CENT, ROUND_HALF_UP), of.currency)


def _go_back_in_time(account: Account, rules: Rules, at: datetime) -> None:
    """More credit is about to come: it goes back with what waits, and puts that off no further."""
    waits_until = account.refund_credit_at if account.credit else None
    if account.standing is Standing.CANCELLED or account.credit_use is CreditUse.REFUND:
        account.refund_credit_at = at
    elif account.credit_use is not CreditUse.NEXT_INSTALMENT:
        account.refund_credit_at = waits_until or at + rules.refund_after


def _received(
    account: Account,
    payment: Payment,
    pays: list[tuple[Invoice, Money]],
    left: Money,
    *,
    twice: bool,
) -> PremiumReceived:
    return PremiumReceived(
        **whose(account),
        amount=payment.amount,
        paid_on=payment.paid_on,
        pays=[
            PaidInvoice(invoice_id=one.id, invoice=one.number, paid=paid, open=one.open)
            for one, paid in pays
        ],
        missing=sum((one.open for one, _ in pays), Money.zero(account.currency)),
        credit=left,
        twice=twice,
        paid_until=account.paid_until,
    )
