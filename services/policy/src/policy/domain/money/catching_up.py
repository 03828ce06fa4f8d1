"""A contract is made after its money came, perhaps long after its first day: both are caught up."""

from collections.abc import Sequence
from datetime import datetime

from policy.domain.money.account import Account, Effects
from policy.domain.money.advancing import RateOn, advance
from policy.domain.money.receiving import Payment, receive
from policy.domain.money.rules import Rules
from policy.domain.money.telling import tell


def catch_up(
    account: Account, deposits: Sequence[Payment], *, rules: Rules, rate_on: RateOn, at: datetime
) -> Effects:
    """Ask for what is due by now, and pay of it what was there: the first instalment first.

    What is more than all that was asked for is credit. Of what is paid at once nobody is told that
    it is asked for or overdue.
    """
    before = {one.id: one.status for one in account.invoices}
    done = Effects(journals=advance(account, rate_on=rate_on, at=at).journals)
    steps = {one.id: one.status for one in account.invoices if one.status is not before[one.id]}
    for paid in deposits:
        done.add(receive(account, paid, named=account.invoices[0], rules=rules, at=at))
    still = [one for one in account.invoices if one.id in steps and one.is_owed]
    done.events += [tell(account, one, steps[one.id]) for one in still]
    return done
