"""An account is opened with the contract: all its instalments are planned and charged at once."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from chassis.money import Money
from policy.domain.money.account import MOST_INVOICES, Account, Effects, TooManyInvoices
from policy.domain.money.invoice import Invoice, Kind
from policy.domain.money.ledger import (
    RECEIVABLE,
    Journal,
    Posting,
    book_of,
    credit,
    debit,
)
from policy.domain.money.ledger import Kind as Entry
from policy.domain.money.line import PREMIUM, Line, premium_of, total
from policy.domain.money.plan import instalments
from policy.domain.money.reference import reference_of
from policy.domain.money.rules import Rules
from policy.domain.offer import Offer

NewId = Callable[[], UUID]


def open_account(
    policy_id: UUID,
    number: str,
    *,
    customer_id: UUID,
    offer: Offer,
    first_due_on: date | None = None,
    rules: Rules,
    new_id: NewId,
    at: datetime,
) -> tuple[Account, Effects]:
    """Plan the instalments of an offer and charge them; credit may move the first one's day."""
    period, nothing = offer.period, Money.zero(offer.currency)
    account = Account(
        policy_id=policy_id,
        number=number,
        customer_id=customer_id,
        time_zone=period.time_zone,
        currency=offer.currency,
        jurisdiction=offer.jurisdiction,
        payment_mode=offer.payment_mode,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        unearned=nothing,
        earned_until=period.starts_on,
        lines=(),
        credit=nothing,
    )
    made = [
        add_invoice(
            account,
            Kind.INSTALMENT,
            one.lines,
            due_on=max(one.due_on, first_due_on or one.due_on) if nth == 0 else one.due_on,
            covers=(one.covers_from, one.covers_until),
            rules=rules,
            new_id=new_id,
            at=at,
        )
        for nth, one in enumerate(instalments(offer))
    ]
    return account, Effects(journals=[charge(account, made, at=at)])


def add_invoice(
    account: Account,
    kind: Kind,
    lines: Sequence[Line],
    *,
    due_on: date,
    covers: tuple[date, date],
    rules: Rules,
    new_id: NewId,
    at: datetime,
    reason: str | None = None,
    refers_to: UUID | None = None,
) -> Invoice:
    """One invoice more, numbered within the contract; its reference is made of that number.

    It goes out some days before it is due, and never on a day before it was made.
    """
    if account.last_sequence >= MOST_INVOICES:
        raise TooManyInvoices(f"{account.number} has {MOST_INVOICES} invoices")
    account.last_sequence += 1
    number = f"{account.number}-{account.last_sequence:02}"
    nothing = Money.zero(account.currency)
    amount = total(lines, account.currency)
    invoice = Invoice(
        id=new_id(),
        policy_id=account.policy_id,
        number=number,
        sequence=account.last_sequence,
        reference=reference_of(number),
        kind=kind,
        lines=tuple(lines),
        amount=amount,
        settled=nothing,
        credited=nothing,
        written_off=nothing,
        issue_on=max(due_on - timedelta(days=rules.issue_days_before), account.today(at)),
        due_on=due_on,
        covers_from=covers[0],
        covers_until=covers[1],
        refers_to=refers_to,
        reason=reason,
    )
    account.invoices.append(invoice)
    return invoice


def charge(account: Account, invoices: Sequence[Invoice], *, at: datetime) -> Journal:
    """L-1 and L-8: the receivable of each invoice, against unearned premium and each levy."""
    lines = added(account.lines, [line for one in invoices for line in one.lines])
    charged = added((), [line for one in invoices for line in one.lines])
    account.lines = lines
    account.unearned = account.unearned + premium_of(charged, account.currency)
    postings: list[Posting] = [debit(RECEIVABLE, one.amount, one.id) for one in invoices]
    postings += [credit(book_of(line), line.amount) for line in charged]
    return account.journal(Entry.CHARGED, postings, at=at)


def added(to: Sequence[Line], lines: Sequence[Line]) -> tuple[Line, ...]:
    """Lines summed by what they are for."""
    sums = {line.id: line for line in to}
    for line in lines:
        known = sums.get(line.id)
        amount = line.amount if known is None else known.amount + line.amount
        sums[line.id] = Line(
            id=line.id,
            amount=amount,
            rate=line.rate,
            on_payment=line.on_payment,
            on_premium=line.on_premium
            or line.id == PREMIUM
            or (known is not None and known.on_premium),
        )
    return tuple(sums.values())
