"""A contract ends before its time, from a day on."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.identity import Principal
from chassis.work import Work, check_version
from policy.domain.policy import Policy
from policy.domain.preservation.cancel import cancel
from policy.storage import Policies, Versions


@dataclass(frozen=True, kw_only=True)
class CancelPolicy:
    """The order to end cover at the beginning of `ends_on`."""

    policy_id: UUID
    version: int
    ends_on: date
    reason: str
    by: Principal


async def cancel_policy(order: CancelPolicy, work: Work) -> Policy:
    """End it."""
    policy = await Policies(work).get(order.policy_id, asked_by=order.by)
    check_version(policy.version, order.version)
    stretches = await Versions(work).stretches(policy)
    work.publish(
        cancel(
            policy,
            stretches,
            ends_on=order.ends_on,
            reason=order.reason,
            at=work.now,
            by=order.by.subject,
        )
    )
    return policy
