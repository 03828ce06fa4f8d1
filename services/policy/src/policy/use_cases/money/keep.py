"""What every verb on an account ends with: written, booked, said, and its next step set."""

from functools import partial
from typing import Final

from chassis.work import Work
from policy.domain.money.account import Account, Effects
from policy.domain.money.slight import slight, slight_by
from policy.domain.money.telling import payable
from policy.storage import HouseBook
from policy.storage.money.accounts import Accounts
from policy.storage.money.ledger import Ledger
from policy.storage.money.rules import collection_rules
from policy.use_cases.money.tell_of_cover import tell_of_cover

ACCOUNT_STEP: Final = "account-step"
ARREARS_MOVED: Final = "arrears-moved"


async def keep(accounts: Accounts, account: Account, effects: Effects, work: Work) -> None:
    """Write the account and what was done to it."""
    effects.events = await tell_of_cover(effects.events, work)
    say(accounts, account, effects, work)
    await accounts.save(account)
    await Ledger(work).append(effects.journals)


def say(accounts: Accounts, account: Account, effects: Effects, work: Work) -> None:
    """Say what was done, and set what comes next."""
    tell_contract(accounts, account, work)
    pay_to = collection_rules().pay_to.get(account.currency)
    share = HouseBook().rules().slight_rate
    small_by = partial(slight_by, account, share)
    small = list(slight(account, share).values())
    work.publish(*payable(effects.events, pay_to, small=small, small_by=small_by))
    set_next_step(account, work)


def set_next_step(account: Account, work: Work) -> None:
    """Wake up when time next changes something: one alarm per account."""
    at = account.next_step_at()
    if at is None:
        work.cancel_alarm(ACCOUNT_STEP, account.policy_id)
    else:
        work.set_alarm(ACCOUNT_STEP, account.policy_id, at=at)


def tell_contract(accounts: Accounts, account: Account, work: Work) -> None:
    """Have the contract look, when another premium is overdue than before, or none any more.

    It looks in a work of its own, at once: a statement of the bank does not wait for contracts.
    """
    if accounts.arrears_moved(account):
        work.set_alarm(ARREARS_MOVED, account.policy_id, at=work.now)
