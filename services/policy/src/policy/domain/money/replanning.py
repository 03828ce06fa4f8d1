"""Another way to pay: instalments that were only planned are divided anew, and nothing is lost."""

from datetime import date, datetime

from policy.domain.money.account import Account, Effects
from policy.domain.money.invoice import Kind, Status
from policy.domain.money.ledger import RECEIVABLE, credit, debit
from policy.domain.money.ledger import Kind as Entry
from policy.domain.money.opening import NewId, add_invoice, added
from policy.domain.money.plan import due_days, spread
from policy.domain.money.rules import Rules
from policy.domain.offer import PaymentMode


def replan(
    account: Account,
    mode: PaymentMode,
    *,
    since: date,
    rules: Rules,
    new_id: NewId,
    at: datetime,
) -> Effects:
    """Take back what is planned from `since` on, untouched by money, and plan the same sums anew.

    Where the new way asks for everything at once, it is due when the first of them was.
    """
    account.payment_mode = mode
    account.touched()
    old = [
        one
        for one in account.invoices
        if one.status is Status.PLANNED
        and one.kind is Kind.INSTALMENT
        and one.due_on >= since
        and one.open == one.amount
    ]
    if not old:
        return Effects()
    first = min(one.due_on for one in old)
    until = max(one.covers_until for one in old)
    later = [day for day in due_days(account.starts_on, until, mode) if day > first]
    days = [first, *later]
    lines = added((), [line for one in old for line in one.lines])
    postings = []
    for one in old:
        postings.append(credit(RECEIVABLE, one.open, one.id))
        one.credit(one.open)
    for nth, (due_on, part) in enumerate(spread(lines, days)):
        new = add_invoice(
            account,
            Kind.INSTALMENT,
            part,
            due_on=due_on,
            covers=(due_on, days[nth + 1] if nth + 1 < len(days) else until),
            rules=rules,
            new_id=new_id,
            at=at,
            reason="replanned",
        )
        postings.append(debit(RECEIVABLE, new.amount, new.id))
    return Effects(journals=[account.journal(Entry.REPLANNED, postings, at=at)])
