"""Notifications says what became of a notice: evidence, without which nothing follows."""

from datetime import datetime
from uuid import UUID

from chassis.work import Work
from contracts.roles import Role
from policy.domain.arrears import ArrearsStatus
from policy.domain.period import local_day
from policy.storage import ArrearsBook, Customers, HouseBook, Policies
from policy.use_cases.expect_premium import GRACE_ENDS
from policy.use_cases.raise_task import raise_task
from policy.use_cases.renewing.hear_of_renewal_notice import (
    renewal_notice_bounced,
    renewal_notice_served,
)


async def notice_served(notice_id: UUID, served_at: datetime, work: Work) -> None:
    """It reached the customer: note when, and let run what waited for it."""
    owed = await ArrearsBook(work).of_notice(notice_id)
    if owed is None:
        await renewal_notice_served(notice_id, served_at, work)
        return
    policy, house = await Policies(work).by_id(owed.policy_id), HouseBook()
    before = owed.grace
    plan = house.plan(policy.jurisdiction, policy.line)
    home = (await Customers(work).by_id(policy.customer_id)).time_zone
    day = max(local_day(served_at, zone) for zone in (policy.time_zone, home))
    owed.served(notice_id, at=served_at, day=day, plan=plan, library=house.law(policy.time_zone))
    clock = owed.clock(house.law(policy.time_zone))
    if clock is not None and owed.grace != before:
        work.set_alarm(GRACE_ENDS, owed.id, at=max(work.now, clock.due))


async def notice_bounced(notice_id: UUID, why: str, at: datetime, work: Work) -> None:
    """It did not: somebody finds another way, and cover stands meanwhile."""
    owed = await ArrearsBook(work).of_notice(notice_id)
    if owed is None:
        await renewal_notice_bounced(notice_id, why, at, work)
        return
    if not owed.bounced(notice_id, why=why, at=at):
        return
    policy = await Policies(work).by_id(owed.policy_id)
    if owed.status is ArrearsStatus.GRACE and owed.grace is None:
        owed.hold()
    about = f"a notice on {policy.number} for {owed.amount} due {owed.due_on} bounced: {why}"
    await raise_task("notice_not_served", about, owner=Role.AGENT, policy=policy, work=work)
