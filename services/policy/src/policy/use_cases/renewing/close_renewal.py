"""A contract ended before its time: no next term follows."""

from chassis.work import Work
from policy.domain.policy import Policy
from policy.domain.renewing.renewal import RenewalStatus
from policy.domain.renewing.turn import drop_next_term
from policy.storage import Renewals, Versions
from policy.use_cases.raise_task import nothing_to_see_to
from policy.use_cases.renewing.late_refusal import LATE_REFUSAL
from policy.use_cases.renewing.watch_renewal import RENEWAL_STEP
from policy.use_cases.watch_contract import RENEWAL_OPENS


async def close_renewal(policy: Policy, work: Work) -> None:
    """Close what is open or agreed and not begun, and forget its alarms."""
    work.cancel_alarm(RENEWAL_OPENS, policy.id)
    drop_next_term(policy)
    await Versions(work).end_with_term(policy)
    renewal = await Renewals(work).following(policy)
    if renewal is not None and renewal.status is not RenewalStatus.ENDED:
        renewal.drop(f"the contract is {policy.status}", at=work.now)
        work.cancel_alarm(RENEWAL_STEP, renewal.id)
    why = f"the contract is {policy.status}"
    await nothing_to_see_to(LATE_REFUSAL, policy, why, work, by="calendar")
