"""A no that came too late to count by itself: a person decides, and the customer knows."""

from datetime import datetime
from typing import Final

from chassis.work import Work
from contracts.policy import RenewalRefusedLate
from contracts.roles import Role
from policy.domain.policy import Policy
from policy.domain.renewing.renewal import Renewal
from policy.domain.task import Task
from policy.storage import Tasks
from policy.use_cases.raise_task import raise_task
from policy.use_cases.renewing.offer_renewal import which
from policy.use_cases.renewing.watch_renewal import eve_of

LATE_REFUSAL: Final = "late_refusal"
"""The task of a person who decides on one."""


async def ask_a_person(renewal: Renewal, policy: Policy, until: datetime, work: Work) -> Task:
    """Have a person decide; that it came is confirmed once."""
    waiting = await Tasks(work).open(LATE_REFUSAL, policy.id)
    if waiting is not None:
        return waiting
    work.publish(
        RenewalRefusedLate(
            **which(renewal, policy),
            refusable_until=until,
            decided_by=eve_of(renewal, policy),
        )
    )
    about = f"{policy.number}: the customer wants no next term and said so late: decide"
    owner = Role.UNDERWRITER
    return await raise_task(LATE_REFUSAL, about, owner=owner, policy=policy, work=work)
