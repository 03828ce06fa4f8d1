"""Less is owed: a credit note takes premium back, first off what is not paid, the last due first.

Then off what was written off, which is no bad debt any more: nobody paid it, so nobody is given it.
What is left of it is the customer's credit: it was paid (L-6). Taxes go back at the rate they were
charged at, in proportion to the premium, unless the caller says which part of which goes back;
what is not taken on the premium goes back as the caller says (`by_days`).
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from chassis.errors import Rejected
from chassis.money import Money
from contracts.policy import PremiumCredited
from policy.domain.money.account import Account, CreditUse, Effects, Standing
from policy.domain.money.invoice import NO_PREMIUM, Invoice, Kind, Status
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
from policy.domain.money.line import CLAIM, PREMIUM, Line, premium_of, total
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
        at=at,
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
    by_days: Mapping[str, Money] | None = None,
    reason: str,
    since: date | None = None,
    rules: Rules,
    new_id: NewId,
    at: datetime,
) -> Effects:
    """Take `net` premium back, and its taxes with it: of the days from `since` on, or the rest."""
    charged = premium_of(account.lines, account.currency)
    if net > charged:
        raise TooMuchBack(f"{account.number} was charged {charged}", field="/amount")
    lines = _taken_back(account, net, levies, by_days or {})
    whole = total(lines, account.currency)
    credited, left = [], whole
    for invoice in _last_due_first(_unpaid(account)):
        part = min(left, invoice.open)
        if part:
            invoice.credit(part)
            credited.append((invoice, part))
            left = left - part
    forgiven: list[Posting] = []
    given_up = [one for one in account.invoices if one.written_off and not one.is_claim]
    for invoice in _last_due_first(given_up):
        part = min(left, invoice.written_off)
        if part:
            forgiven += _owed_by_nobody(invoice, part)
            invoice.credit_given_up(part)
            left = left - part
    note = _note(
        account, lines, credited, reason=reason, since=since, rules=rules, new_id=new_id, at=at
    )
    not_earned = min(net, account.unearned)  # the rest was income already, and is not any more
    postings = [debit(UNEARNED, not_earned), debit(INCOME, net - not_earned)]
    for line in lines:
        if line.id != PREMIUM:
            postings += _levy_back(account, line, left, whole)
    postings += [credit(RECEIVABLE, part, invoice.id) for invoice, part in credited]
    postings += [*forgiven, credit(CREDIT, left)]
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
    before = invoice.written_off
    given_up = invoice.write_off()
    lost = _lost(invoice, before, invoice.written_off)
    postings = [*lost, credit(RECEIVABLE, given_up, invoice.id)]
    account.touched()
    return Effects(journals=[account.journal(Entry.WRITTEN_OFF, postings, at=at)])


def _lost(invoice: Invoice, before: Money, after: Money) -> list[Posting]:
    """What it costs to give up so much more: each levy by its share, and the rest is bad debt."""
    lost, postings = after - before, []
    for line in invoice.lines:
        if line.id not in {PREMIUM, CLAIM} and invoice.amount:
            back = _share(line, invoice, after) - _share(line, invoice, before)
            lost = lost - back
            postings.append(debit(book_of(line), back))
    if lost.amount < 0:  # several levies were rounded up at once
        return [*postings, credit(BAD_DEBT, Money.zero(lost.currency) - lost)]
    return [*postings, debit(BAD_DEBT, lost)]


def _owed_by_nobody(invoice: Invoice, part: Money) -> list[Posting]:
    """So much of what was given up was never owed: the opposite of having given it up."""
    gone = _lost(invoice, invoice.written_off - part, invoice.written_off)
    return [one.mirrored() for one in gone]


def _share(line: Line, invoice: Invoice, of: Money) -> Money:
    return line.amount.times(of.amount / invoice.amount.amount)


def _last_due_first(invoices: Iterable[Invoice]) -> list[Invoice]:
    return sorted(invoices, key=lambda one: (one.due_on, one.sequence), reverse=True)


def _unpaid(account: Account) -> list[Invoice]:
    asked = [one for one in account.invoices if one.kind not in NO_PREMIUM]
    return [one for one in asked if one.is_owed or one.status is Status.PLANNED]


def _taken_back(
    account: Account,
    net: Money,
    levies: Mapping[str, Money] | None,
    by_days: Mapping[str, Money],
) -> tuple[Line, ...]:
    nothing = Money.zero(account.currency)
    premium = premium_of(account.lines, account.currency)
    lines = [Line(id=PREMIUM, amount=net, on_premium=True)]
    for line in account.lines:
        if line.id == PREMIUM:
            continue
        if levies is not None:
            back = levies.get(line.id, nothing)
        elif line.on_premium and premium:
            back = line.amount.times(net.amount / premium.amount)
        else:
            back = min(by_days.get(line.id, nothing), line.amount)  # such as on sums insured
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
    since: date | None,
    rules: Rules,
    new_id: NewId,
    at: datetime,
) -> Invoice:
    today = account.today(at)
    first = since or max(today, account.starts_on)
    refers_to = credited[0][0] if credited else account.invoices[0]
    note = add_invoice(
        account,
        Kind.CREDIT_NOTE,
        lines,
        due_on=today,
        covers=(first, max(first, account.ends_on)),
        rules=rules,
        new_id=new_id,
        at=at,
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
