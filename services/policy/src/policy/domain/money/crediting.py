"""Less is owed: a credit note takes premium back, first off what is not paid, the last due first.

What is left of it is the customer's credit: it was paid (L-6). Taxes go back at the rate they were
charged at, in proportion to the premium, unless the caller says which part of which goes back.
"""

from collections.abc import Mapping
from datetime import date, datetime

from chassis.errors import Rejected
from chassis.money import Money
from contracts.policy import PremiumCredited
from policy.domain.money.account import Account, CreditUse, Effects, Standing
from policy.domain.money.invoice import Invoice, Kind, Status
from policy.domain.money.ledger import (
    BAD_DEBT,
    CREDIT,
    INCOME,
    RECEIVABLE,
    UNEARNED,
    Posting,
    book_of,
    credit,
    debit,
    not_yet_due,
    payable,
)
from policy.domain.money.ledger import Kind as Entry
from policy.domain.money.line import PREMIUM, Line, premium_of, total
from policy.domain.money.opening import NewId, add_invoice, added, charge
from policy.domain.money.origins import give_credit
from policy.domain.money.rules import Rules
from policy.domain.money.telling import whose


class TooMuchBack(Rejected, code="too-much-back"):
    """More premium cannot go back than was charged."""


def bill(
    account: Account,
    lines: tuple[Line, ...],
    *,
    reason: str,
    due_on: date,
    covers: tuple[date, date] | None = None,
    rules: Rules,
    new_id: NewId,
    at: datetime,
) -> tuple[Invoice, Effects]:
    """Ask for an additional premium, as an invoice of its own: of the days left unless it says."""
    invoice = add_invoice(
        account,
        Kind.ADDITIONAL,
        lines,
        due_on=due_on,
        covers=covers or (due_on, account.ends_on),
        rules=rules,
        new_id=new_id,
        reason=reason,
    )
    journal = charge(account, [invoice], at=at)
    account.touched()
    return invoice, Effects(journals=[journal])


def return_premium(
    account: Account,
    net: Money,
    *,
    levies: Mapping[str, Money] | None,
    reason: str,
    rules: Rules,
    new_id: NewId,
    at: datetime,
) -> Effects:
    """Take `net` premium back, and its taxes with it."""
    charged = premium_of(account.lines, account.currency)
    if net > charged:
        raise TooMuchBack(f"{account.number} was charged {charged}", field="/amount")
    lines = _taken_back(account, net, levies)
    whole = total(lines, account.currency)
    credited, left = [], whole
    for invoice in sorted(_unpaid(account), key=lambda one: (one.due_on, one.sequence))[::-1]:
        part = min(left, invoice.open)
        if part:
            invoice.credit(part)
            credited.append((invoice, part))
            left = left - part
    note = _note(account, lines, credited, reason=reason, rules=rules, new_id=new_id, at=at)
    not_earned = min(net, account.unearned)  # the rest was income already, and is not any more
    postings = [debit(UNEARNED, not_earned), debit(INCOME, net - not_earned)]
    for line in lines:
        if line.id != PREMIUM:
            postings += _levy_back(account, line, left, whole)
    postings += [credit(RECEIVABLE, part, invoice.id) for invoice, part in credited]
    postings.append(credit(CREDIT, left))
    account.unearned = account.unearned - not_earned
    account.lines = added(account.lines, [_negative(line) for line in lines])
    if left:
        give_credit(account, left, payer=account.refund_to, entry_id=None)
        over = account.standing is Standing.CANCELLED  # then nothing comes that it could pay
        if over or account.credit_use is not CreditUse.NEXT_INSTALMENT:
            account.refund_credit_at = at
    account.touched()
    event = PremiumCredited(
        **whose(account), amount=note.amount, reason=reason, set_off=whole - left, credit=left
    )
    return Effects(journals=[account.journal(Entry.CREDIT_NOTE, postings, at=at)], events=[event])


def write_off(account: Account, invoice: Invoice, *, at: datetime) -> Effects:
    """L-7: give up what is open; the taxes in it are not owed to anybody any more."""
    share = invoice.open.amount / invoice.amount.amount if invoice.amount else None
    given_up = invoice.write_off()
    postings: list[Posting] = []
    lost = given_up
    for line in invoice.lines:
        if line.id != PREMIUM and share is not None:
            back = line.amount.times(share)
            lost = lost - back
            postings.append(debit(book_of(line), back))
    postings += [debit(BAD_DEBT, lost), credit(RECEIVABLE, given_up, invoice.id)]
    account.touched()
    return Effects(journals=[account.journal(Entry.WRITTEN_OFF, postings, at=at)])


def _unpaid(account: Account) -> list[Invoice]:
    return [one for one in account.invoices if one.is_owed or one.status is Status.PLANNED]


def _taken_back(
    account: Account, net: Money, levies: Mapping[str, Money] | None
) -> tuple[Line, ...]:
    premium = premium_of(account.lines, account.currency)
    lines = [Line(id=PREMIUM, amount=net, on_premium=True)]
    for line in account.lines:
        if line.id == PREMIUM:
            continue
        if levies is not None:
            back = levies.get(line.id, Money.zero(account.currency))
        elif line.on_premium and premium:
            back = line.amount.times(net.amount / premium.amount)
        else:
            continue  # such as a surcharge on sums insured: it goes back by its own rule
        if back:
            lines.append(Line(id=line.id, amount=back, rate=line.rate, on_payment=line.on_payment))
    return tuple(lines)


def _levy_back(account: Account, line: Line, left: Money, whole: Money) -> list[Posting]:
    """Of a tax that arises with payment only the paid part has arisen, and comes from there."""
    if not line.on_payment:
        return [debit(payable(line.id), line.amount)]
    arisen = line.amount.times(left.amount / whole.amount)
    return [
        debit(payable(line.id), arisen),
        debit(not_yet_due(line.id), line.amount - arisen),
    ]


def _note(
    account: Account,
    lines: tuple[Line, ...],
    credited: list[tuple[Invoice, Money]],
    *,
    reason: str,
    rules: Rules,
    new_id: NewId,
    at: datetime,
) -> Invoice:
    today = account.today(at)
    refers_to = credited[0][0] if credited else account.invoices[0]
    note = add_invoice(
        account,
        Kind.CREDIT_NOTE,
        lines,
        due_on=today,
        covers=(today, account.ends_on),
        rules=rules,
        new_id=new_id,
        reason=reason,
        refers_to=refers_to.id,
    )
    note.settled, note.status = note.amount, Status.PAID
    note.issue_on = note.paid_on = today
    return note


def _negative(line: Line) -> Line:
    return Line(
        id=line.id,
        amount=Money.zero(line.amount.currency) - line.amount,
        rate=line.rate,
        on_payment=line.on_payment,
        on_premium=line.on_premium,
    )
