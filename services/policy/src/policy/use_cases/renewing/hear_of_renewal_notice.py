"""Notifications says what became of a notice on a next term."""

from datetime import datetime
from uuid import UUID

from chassis.work import Work
from contracts.roles import Role
from policy.storage import Policies, Renewals
from policy.use_cases.raise_task import nothing_to_see_to, raise_task
from policy.use_cases.renewing.watch_renewal import watch_renewal


async def renewal_notice_served(notice_id: UUID, served_at: datetime, work: Work) -> None:
    """It reached the customer: note when. On the eve it is looked at.

    Served so late that silence now ends the contract, the customer is reminded at once.
    """
    renewal = await Renewals(work).of_notice(notice_id)
    if renewal is None:  # it is a notice of somebody else
        return
    renewal.served(notice_id, at=served_at)
    policy = await Policies(work).by_id(renewal.policy_id)
    if renewal.was_told(renewal.notices[-1].kind, in_time=True):
        why = f"it was served in time: {served_at:%Y-%m-%d %H:%M} UTC"
        await nothing_to_see_to("renewal_notice_not_served", policy, why, work, by="notifications")
    watch_renewal(renewal, policy, work)


async def renewal_notice_bounced(notice_id: UUID, why: str, at: datetime, work: Work) -> None:
    """It did not: somebody finds another way while there is time."""
    renewal = await Renewals(work).of_notice(notice_id)
    if renewal is None or not renewal.bounced(notice_id, why=why, at=at):
        return
    policy = await Policies(work).by_id(renewal.policy_id)
    about = f"the notice on the next term of {policy.number} bounced: {why}"
    await raise_task("renewal_notice_not_served", about, owner=Role.AGENT, policy=policy, work=work)
