"""Arrears too slight for anything to follow: so little of changes, of a term that is paid.

Ours, by good faith (decision 0205): the letter of the law would let cover rest for a few coins.
"""

from datetime import date
from decimal import Decimal

from chassis.money import Money
from policy.domain.money.account import Account, Standing
from policy.domain.money.invoice import Status
from policy.domain.money.line import total


def slight(account: Account, share: Decimal) -> dict[date, Money]:
    """What is overdue by due day, where nothing follows from it; nothing where something may.

    It comes from changes only, and all of it is at most `share` of what the term costs, with taxes.
    """
    overdue = [one for one in account.invoices if one.status is Status.OVERDUE and one.open]
    if account.standing is not Standing.OPEN or any(one.buys_time for one in overdue):
        return {}
    found = account.unpaid(overdue=True)
    whole = sum(found.values(), Money.zero(account.currency))
    term = total(account.lines, account.currency)
    return found if whole.amount <= term.amount * share else {}
