"""Arrears too slight for anything to follow: so little of changes, of a term that is paid.

Ours, by good faith (decision 0205): the letter of the law would let cover rest for a few coins.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from chassis.money import Money
from policy.domain.money.account import Account, Standing
from policy.domain.money.invoice import Invoice, Kind, Status
from policy.domain.money.line import total


def slight(account: Account, share: Decimal) -> dict[date, Money]:
    """What is overdue by due day, where nothing follows from it; nothing where something may.

    It comes from changes only, and all of it is at most `share` of what the term costs, with taxes.
    """
    overdue = [one for one in account.invoices if one.status is Status.OVERDUE and one.open]
    return account.unpaid(overdue=True) if _is_slight(account, overdue, share) else {}


def slight_by(account: Account, share: Decimal, day: date) -> bool:
    """Whether nothing would follow if all that is asked for by then stayed unpaid."""
    owed = [one for one in account.owed if one.due_on <= day]
    return _is_slight(account, owed, share)


def _is_slight(account: Account, owed: Sequence[Invoice], share: Decimal) -> bool:
    owed = [one for one in owed if one.kind is not Kind.CREDIT_NOTE and one.open]
    if account.standing is not Standing.OPEN or any(one.buys_time for one in owed):
        return False
    whole = sum((one.open for one in owed), Money.zero(account.currency))
    return whole.amount <= total(account.lines, account.currency).amount * share
