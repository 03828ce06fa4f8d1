"""The account says which premiums are paid: grace ends well, or cover comes back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from chassis.work import Work
from policy.domain.arrears import ArrearsStatus
from policy.domain.policy import Status
from policy.domain.preservation.unpaid import BY_LAW, put_back
from policy.storage import ArrearsBook, HouseBook, Policies, Reinstatements, Versions
from policy.use_cases.expect_premium import GRACE_ENDS
from policy.use_cases.reinstate import take_effect
from policy.use_cases.run_out_grace import SUSPENSION_ENDS
from policy.use_cases.watch_contract import watch_new_contract
from statutes import Clock


@dataclass(frozen=True, kw_only=True)
class PremiumPaid:
    """When it was paid, by the payer's own execution date where the bank gives it."""

    policy_id: UUID
    at: datetime
    unpaid: Collection[date] = frozenset()
    """The due days of which something is still open."""


async def premium_paid(order: PremiumPaid, work: Work) -> None:
    """Settle these arrears. With none left, and where payment gives cover back, it is back."""
    policy, house = await Policies(work).by_id(order.policy_id), HouseBook()
    owed_by_now = [one for one in await ArrearsBook(work).of(policy.id) if one.is_open]
    settled = [one for one in owed_by_now if one.due_on not in order.unpaid]
    rested = [one for one in settled if one.status is ArrearsStatus.SUSPENDED]
    for owed in settled:
        owed.settle(at=order.at)
        work.cancel_alarm(GRACE_ENDS, owed.id)
        work.cancel_alarm(SUSPENSION_ENDS, owed.id)
    if any(one.status is not ArrearsStatus.COMING for one in owed_by_now if one not in settled):
        return
    request = await Reinstatements(work).waiting(policy.id)
    if request is not None:
        request.pay(at=order.at)
        await take_effect(request, policy, work)
        return
    plan = house.plan(policy.jurisdiction, policy.line)
    if policy.status is not Status.SUSPENDED or plan.revives == "request" or not rested:
        return
    back = order.at
    if plan.revives != "payment":
        back = Clock.start(house.law().entry(plan.revives), order.at).due
    work.publish(
        put_back(
            policy,
            await Versions(work).stretches(policy),
            cover_back_at=back,
            paid=rested[0].amount,
            by=BY_LAW,
            at=work.now,
        )
    )
    watch_new_contract(policy, work)
