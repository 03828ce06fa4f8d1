"""What a statement of the bank brought up that a person of finance has to see to."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from chassis.work import Work
from policy.domain.money.account import Account
from policy.domain.money.booking import Booked, Outcome
from policy.use_cases.money.ask_finance import ask_finance


async def raise_doubts(
    booked: Iterable[Booked], accounts: Mapping[UUID, Account], work: Work
) -> None:
    """Ask about what the bank took back and why nobody is reminded of it."""
    for one in booked:
        account = None if one.policy_id is None else accounts.get(one.policy_id)
        if one.outcome is Outcome.REVERSED and account is not None and account.hold:
            about = (
                f"{account.number} is on hold: the bank took {one.entry.amount} back for"
                f" {account.hold}. No reminder goes out and no grace ends until the hold is lifted."
            )
            await ask_finance("account_on_hold", about, account=account, work=work)
