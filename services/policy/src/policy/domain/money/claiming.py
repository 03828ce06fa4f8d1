"""We gave money back that the bank then took from us: the customer owes it, as no premium.

It is asked for by an invoice of its own, in words of its own. No reminder goes out for it and no
cover depends on it: a person of finance follows it up.
"""

from datetime import datetime, timedelta
from typing import Final

from chassis.money import Money
from policy.domain.money.account import Account
from policy.domain.money.invoice import Invoice, Kind
from policy.domain.money.line import CLAIM, Line
from policy.domain.money.opening import NewId, add_invoice
from policy.domain.money.rules import Rules

TAKEN_BACK: Final = "taken_back"


def claim(account: Account, amount: Money, *, rules: Rules, new_id: NewId, at: datetime) -> Invoice:
    """Ask for it from today on; whoever calls books the receivable."""
    today = account.today(at)
    made = add_invoice(
        account,
        Kind.CLAIM,
        (Line(id=CLAIM, amount=amount),),
        due_on=today + timedelta(days=rules.issue_days_before),
        covers=(today, today),
        rules=rules,
        new_id=new_id,
        at=at,
        reason=TAKEN_BACK,
    )
    made.move_on(today)
    return made
