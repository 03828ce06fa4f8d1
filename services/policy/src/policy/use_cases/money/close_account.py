"""The contract was cancelled, lapsed or reinstated: its account knows."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.work import Work
from policy.domain.money.account import Account, Effects, Standing
from policy.domain.money.closing import close, reopen
from policy.storage.money.accounts import Accounts
from policy.use_cases.money.keep import keep


@dataclass(frozen=True, kw_only=True)
class CloseAccount:
    """What became of the contract, and the first day without cover."""

    policy_id: UUID
    standing: Standing
    ends_on: date
    back_on: date | None = None
    """The first day of cover after a gap, when it is back."""


async def close_account(order: CloseAccount, work: Work) -> Account:
    """Treat money as the new standing says; OPEN brings the account back."""
    accounts = Accounts(work)
    account = await accounts.locked(order.policy_id)
    done = Effects()
    if order.standing is Standing.OPEN:
        reopen(account, ends_on=order.ends_on, back_on=order.back_on)
    else:
        done = close(account, order.standing, ends_on=order.ends_on, at=work.now)
    await keep(accounts, account, done, work)
    return account
