"""Whether a person has to look at an account before anything is asked for or follows."""

from uuid import UUID

from chassis.work import Work
from policy.storage.money.accounts import Accounts


async def is_on_hold(policy_id: UUID, work: Work) -> bool:
    """Whether the reminder ladder and the grace stand still, such as after the debtor died."""
    account = await Accounts(work).find(policy_id)
    return account is not None and account.hold is not None
