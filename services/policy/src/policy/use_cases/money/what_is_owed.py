"""What is overdue of a contract, and how it is paid: for whoever must pay it to have cover back."""

from datetime import date, datetime

from chassis.money import Money
from chassis.work import Work
from policy.domain.money.account import Account
from policy.domain.policy import Policy
from policy.domain.preservation.owing import Owing, owing_by_day, owing_of
from policy.storage.money.accounts import Accounts
from policy.storage.money.rules import collection_rules


async def what_is_owed(policy: Policy, work: Work, *, before: date | None = None) -> Owing:
    """As its account says; nothing of a contract from before there were accounts.

    `before`: of what was due before that day only, the day cover was asked for back.
    """
    return owed_of(policy, await Accounts(work).find(policy.id), at=work.now, before=before)


def owed_of(
    policy: Policy, account: Account | None, *, at: datetime, before: date | None = None
) -> Owing:
    """The same where the account was read."""
    if account is None:
        return Owing(total=Money.zero(policy.premium.currency))
    return owed_on(account, at=at, before=before)


def owed_on(account: Account, *, at: datetime, before: date | None = None) -> Owing:
    """What is overdue on this account, to be paid to the account of ours for its currency."""
    pay_to = collection_rules().pay_to.get(account.currency)
    return owing_of(account, pay_to, at=at, before=before)


def owed_by_day(account: Account) -> dict[date, Owing]:
    """Each premium that was asked for, with its sum, reference and our account."""
    return owing_by_day(account, collection_rules().pay_to.get(account.currency))
