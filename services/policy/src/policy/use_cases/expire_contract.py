"""The term of a contract is over."""

from uuid import UUID

from chassis.work import Work
from policy.domain.policy import Status
from policy.domain.preservation.expire import expire
from policy.storage import Policies, Versions


async def expire_contract(policy_id: UUID, work: Work) -> None:
    """Note it, unless it ended before or ends later by now."""
    policy = await Policies(work).by_id(policy_id)
    if policy.status in {Status.ISSUED, Status.SUSPENDED} and work.now >= policy.ends_at:
        work.publish(expire(policy, await Versions(work).stretches(policy), at=work.now))
