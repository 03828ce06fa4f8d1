"""The customer says what is done with their credit: it goes back, or pays what comes next."""

from dataclasses import dataclass
from uuid import UUID

from chassis.identity import Principal
from chassis.work import Work, check_version
from policy.domain.money.account import Account, CreditUse, Effects
from policy.domain.money.receiving import choose_credit_use
from policy.storage.money.accounts import Accounts
from policy.use_cases.money.keep import keep
from policy.use_cases.money.void_refunds import void_refunds


@dataclass(frozen=True, kw_only=True)
class UseCredit:
    """Whose credit, as it was read, and the wish."""

    policy_id: UUID
    version: int
    use: CreditUse
    by: Principal


async def use_credit(order: UseCredit, work: Work) -> Account:
    """Write the wish down; what can be done at once is done at the next step, which is now."""
    accounts = Accounts(work)
    await accounts.get(order.policy_id, asked_by=order.by)
    account = await accounts.locked(order.policy_id)
    check_version(account.version, order.version)
    done: Effects = choose_credit_use(account, order.use, at=work.now)
    await void_refunds(account, "its credit paid what was owed", by=order.by.subject, work=work)
    await keep(accounts, account, done, work)
    return account
