"""A contract ended before its time: no next term follows."""

from chassis.work import Work
from policy.domain.policy import Policy
from policy.storage import Renewals
from policy.use_cases.renewing.watch_renewal import RENEWAL_STEP
from policy.use_cases.watch_contract import RENEWAL_OPENS


async def close_renewal(policy: Policy, work: Work) -> None:
    """Close what is open, and forget its alarms."""
    work.cancel_alarm(RENEWAL_OPENS, policy.id)
    renewal = await Renewals(work).following(policy)
    if renewal is not None and renewal.is_open:
        renewal.end(f"the contract is {policy.status}", at=work.now)
        work.cancel_alarm(RENEWAL_STEP, renewal.id)
