"""Time passes over an account: invoices are issued, due and overdue, and premium is earned."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from chassis.money import Money
from policy.domain.money.account import Account, Effects
from policy.domain.money.invoice import Invoice, Status
from policy.domain.money.ledger import (
    INCOME,
    RECEIVABLE,
    UNEARNED,
    Journal,
    Posting,
    credit,
    debit,
    not_yet_due,
)
from policy.domain.money.ledger import Kind as Entry
from policy.domain.money.line import Line, premium_of, total
from policy.domain.money.telling import tell

RateOn = Callable[[Line, date], Decimal | None]
"""The rate of a levy on a day; the tables of the taxes know it."""


def advance(account: Account, *, rate_on: RateOn, at: datetime) -> Effects:
    """Do what is due by now. One that is already further than a step is told its last step only."""
    today, done = account.today(at), Effects()
    for invoice in account.invoices:
        if invoice.is_claim:
            continue
        planned = invoice.status is Status.PLANNED
        step = invoice.move_on(today)
        if step is None:
            continue
        if planned:
            done.journals += _rerated(account, invoice, rate_on, at=at)
        if not account.hold:
            done.events.append(tell(account, invoice, step))
    done.journals += earn(account, min(today, account.ends_on), at=at)
    if done.journals or done.events:
        account.touched()
    return done


def earn(account: Account, until: date, *, at: datetime) -> list[Journal]:
    """L-3: premium of the days that have gone by is income; on the last day all of it is.

    What is not earned yet is spread over the days that are left, so the parts always sum.
    """
    over = until >= account.ends_on  # also where cover ended earlier than we had earned until
    if not account.unearned or (until <= account.earned_until and not over):
        return []
    gone = Decimal((until - account.earned_until).days)
    left = Decimal((account.ends_on - account.earned_until).days)
    earned = account.unearned if over else account.unearned.times(gone / left)
    account.unearned = account.unearned - earned
    account.earned_until = until
    account.touched()
    postings = [debit(UNEARNED, earned), credit(INCOME, earned)]
    return [account.journal(Entry.EARNED, postings, at=at)]


def _rerated(account: Account, invoice: Invoice, rate_on: RateOn, *, at: datetime) -> list[Journal]:
    """A tax that arises with the payment is asked for at the rate of the day it is due (T-13).

    Where part is paid, part of the tax has arisen, and all of it stays as it was asked for.
    """
    if invoice.settled:
        return []
    base = premium_of(invoice.lines, account.currency)
    lines = tuple(_at_rate(line, base, rate_on(line, invoice.due_on)) for line in invoice.lines)
    if lines == invoice.lines:
        return []
    postings: list[Posting] = []
    for old, new in zip(invoice.lines, lines, strict=True):
        more = new.amount - old.amount
        less = old.amount - new.amount
        if more.amount > 0:
            postings += [
                debit(RECEIVABLE, more, invoice.id),
                credit(not_yet_due(new.id), more),
            ]
        elif less.amount > 0:
            postings += [
                debit(not_yet_due(new.id), less),
                credit(RECEIVABLE, less, invoice.id),
            ]
    invoice.lines = lines
    invoice.amount = total(lines, account.currency)
    return [account.journal(Entry.RERATED, postings, at=at)]


def _at_rate(line: Line, base: Money, rate: Decimal | None) -> Line:
    if not line.on_payment or rate is None or rate == line.rate:
        return line
    return replace(line, rate=rate, amount=base.times(rate))
