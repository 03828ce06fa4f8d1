"""The bank took a payment back: what it had paid is open again, due when it first was (M-11, L-9).

The journal says the opposite of the one it reverses, and the bank's fee besides. Credit that was
given out since cannot be taken back: that part is a claim on the customer (decision 0210).
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from chassis.money import Money
from contracts.policy import PaymentReversed
from policy.domain.money.account import Account, Effects
from policy.domain.money.claiming import claim
from policy.domain.money.invoice import Invoice
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
from policy.domain.money.opening import NewId
from policy.domain.money.origins import take_back
from policy.domain.money.reference import printed
from policy.domain.money.rules import ReturnReason, Rules
from policy.domain.money.telling import whose


def reverse(
    account: Account,
    original: Journal,
    *,
    original_id: UUID,
    fee: Money,
    rules: Rules,
    code: str,
    new_id: NewId,
    entry_id: UUID,
    booked_on: date,
    at: datetime,
) -> Effects:
    """Undo the payment, and say since when something is open."""
    today, reason = account.today(at), rules.reason(code)
    postings: list[Posting] = [debit(BANK_CHARGES, fee), credit(BANK, fee)]
    reopened = list[Invoice]()
    for posting in original.postings:
        opposite = posting.mirrored()
        if posting.book == RECEIVABLE and posting.invoice_id is not None:
            invoice = account.invoice(posting.invoice_id)
            invoice.reopen(Money(posting.credit, account.currency), today)
            reopened.append(invoice)
        elif posting.book == CREDIT:
            given = Money(posting.credit, account.currency)
            there = _taken_back(account, given, original.entry_id)
            opposite = debit(CREDIT, there)
            if gone := given - there:
                claimed = claim(account, gone, rules=rules, new_id=new_id, at=at)
                reopened.append(claimed)
                postings.append(debit(RECEIVABLE, gone, claimed.id))
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
    told = _told(account, original, reopened, rules=rules, reason=reason, at=at)
    return Effects(journals=[journal], events=[told])


def claims_in(account: Account, reversal: Journal) -> list[Invoice]:
    """What of it is a claim on the customer."""
    sides = (one for one in reversal.postings if one.book == RECEIVABLE and one.debit)
    found = (account.invoice(one.invoice_id) for one in sides if one.invoice_id is not None)
    return [one for one in found if one.is_claim]


def _told(
    account: Account,
    original: Journal,
    reopened: Sequence[Invoice],
    *,
    rules: Rules,
    reason: ReturnReason,
    at: datetime,
) -> PaymentReversed:
    """What is open again and what is claimed, each with how to pay it."""
    nothing = Money.zero(account.currency)
    premiums = sorted(
        (one for one in reopened if not one.is_claim), key=lambda one: (one.due_on, one.sequence)
    )
    claims = [one for one in reopened if one.is_claim]
    return PaymentReversed(
        **whose(account),
        amount=_came(original, account.currency),
        code=reason.code,
        open_since=premiums[0].due_on if premiums else account.today(at),
        paid_until=account.paid_until,
        is_open=bool(premiums),
        open=sum((one.open for one in premiums), nothing) if premiums else None,
        reference=printed(premiums[0].reference) if premiums else None,
        claimed=sum((one.open for one in claims), nothing) if claims else None,
        claim_reference=printed(claims[0].reference) if claims else None,
        claim_due_on=claims[0].due_on if claims else None,
        pay_to=rules.pay_to.get(account.currency),
    )


def _taken_back(account: Account, amount: Money, entry_id: UUID | None) -> Money:
    there = min(amount, account.credit)
    take_back(account, there, entry_id=entry_id)
    if not account.credit:
        account.refund_credit_at = None
    return there


def _came(original: Journal, currency: str) -> Money:
    amounts = [one.debit for one in original.postings if one.book in (BANK, SUSPENSE)]
    return sum((Money(amount, currency) for amount in amounts), Money.zero(currency))
