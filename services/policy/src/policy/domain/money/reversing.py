"""The bank took a payment back: what it had paid is open again, due when it first was (M-11, L-9).

The journal says the opposite of the one it reverses, and the bank's fee besides. Credit that was
given out since cannot be taken back: that part is missing, and waits in suspense for a person.
"""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from chassis.money import Money
from contracts.policy import PaymentReversed
from policy.domain.money.account import Account, Effects
from policy.domain.money.ledger import (
    BANK,
    BANK_CHARGES,
    CREDIT,
    RECEIVABLE,
    SUSPENSE,
    Journal,
    Posting,
    credit,
    debit,
)
from policy.domain.money.ledger import Kind as Entry
from policy.domain.money.origins import take_back
from policy.domain.money.rules import ReturnReason
from policy.domain.money.telling import whose


def reverse(
    account: Account,
    original: Journal,
    *,
    original_id: UUID,
    fee: Money,
    reason: ReturnReason,
    entry_id: UUID,
    booked_on: date,
    at: datetime,
) -> Effects:
    """Undo the payment, and say since when something is open."""
    today = account.today(at)
    postings: list[Posting] = [debit(BANK_CHARGES, fee), credit(BANK, fee)]
    reopened = []
    for posting in original.postings:
        opposite = posting.mirrored()
        if posting.book == RECEIVABLE and posting.invoice_id is not None:
            invoice = account.invoice(posting.invoice_id)
            invoice.reopen(Money(posting.credit, account.currency), today)
            reopened.append(invoice)
        elif posting.book == CREDIT:
            given = Money(posting.credit, account.currency)
            postings += _taken_back(account, given, original.entry_id)
            continue
        elif posting.book == SUSPENSE:  # it lay there before somebody said what it was for
            opposite = Posting(BANK, credit=posting.debit)
        postings.append(opposite)
    if reason.hold:
        account.hold = reason.code
    account.touched()
    journal = account.journal(
        Entry.RETURNED_BY_BANK,
        postings,
        at=at,
        day=booked_on,
        entry_id=entry_id,
        reverses=original_id,
    )
    if not reason.tell:
        return Effects(journals=[journal])
    event = PaymentReversed(
        **whose(account),
        amount=_came(original, account.currency),
        code=reason.code,
        open_since=min((one.due_on for one in reopened), default=today),
        paid_until=account.paid_until,
        is_open=bool(reopened),
    )
    return Effects(journals=[journal], events=[event])


def missing_of(reversal: Journal) -> Money:
    """What of the credit it gave could not be taken back."""
    sides = (one.debit for one in reversal.postings if one.book == SUSPENSE)
    return Money(sum(sides, Decimal(0)), reversal.currency)


def _taken_back(account: Account, amount: Money, entry_id: UUID | None) -> list[Posting]:
    there = min(amount, account.credit)
    take_back(account, there, entry_id=entry_id)
    if not account.credit:
        account.refund_credit_at = None
    return [debit(CREDIT, there), debit(SUSPENSE, amount - there)]


def _came(original: Journal, currency: str) -> Money:
    amounts = [one.debit for one in original.postings if one.book in (BANK, SUSPENSE)]
    return sum((Money(amount, currency) for amount in amounts), Money.zero(currency))
