"""A premium will fall due, or has and is not paid: the ladder of notices and the grace begin.

The account says so: `premium_coming` well ahead (where law wants a notice before the day), and
`premium_unpaid` once the day is over. Said twice, either has its effect once.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from chassis.ids import new_id
from chassis.money import Money
from chassis.work import Work
from policy.domain.arrears import Arrears, ArrearsStatus, noon
from policy.domain.contract.rules import LapsePlan
from policy.domain.period import midnight
from policy.domain.policy import Policy, Status
from policy.storage import ArrearsBook, HouseBook, Policies
from statutes import Library, reckon

NOTICE_DUE: Final = "premium-notice-due"
GRACE_ENDS: Final = "grace-ends"
SUSPENSION_ENDS: Final = "suspension-ends"
WATCH: Final = timedelta(days=60)
"""A grace that a notice must start is looked at after this long, should nothing be heard of it."""
AHEAD: Final = "ahead"


@dataclass(frozen=True, kw_only=True)
class ExpectPremium:
    """Which premium of which contract."""

    policy_id: UUID
    due_on: date
    amount: Money


async def premium_coming(order: ExpectPremium, work: Work) -> Arrears | None:
    """Open a file for a premium to come, where law wants a notice before it is due."""
    policy, plan = await _policy(order, work)
    if plan.ahead is None or policy.status is not Status.ISSUED:
        return None
    owed = await _opened(order, policy, plan, work)
    entry = HouseBook().law().entry(plan.ahead)
    window = reckon(entry, noon(order.due_on, entry))
    work.set_alarm(NOTICE_DUE, f"{owed.id}/{AHEAD}", at=window.opens or window.due)
    return owed


async def premium_unpaid(order: ExpectPremium, work: Work) -> Arrears | None:
    """The day has come and nothing was paid: cover stands in grace, and the customer is told."""
    policy, plan = await _policy(order, work)
    if policy.status is not Status.ISSUED:
        return None
    owed = await _opened(order, policy, plan, work)
    owed.amount = order.amount
    if not owed.is_open:  # and the bank took it back
        owed.reopen()
    if owed.status is not ArrearsStatus.COMING:
        return owed
    library = HouseBook().law(policy.time_zone)
    owed.fall_due(plan, library)
    due_at = midnight(order.due_on, policy.time_zone)
    for number, rung in enumerate(plan.ladder):
        rings = max(work.now, due_at + timedelta(days=rung.days))
        work.set_alarm(NOTICE_DUE, f"{owed.id}/{number}", at=rings)
    _watch_grace(owed, due_at + WATCH, library, work)
    return owed


def _watch_grace(owed: Arrears, otherwise: datetime, library: Library, work: Work) -> None:
    """Have the end of the grace ring; while it does not run yet, have it looked at `otherwise`."""
    clock = owed.clock(library)
    work.set_alarm(GRACE_ENDS, owed.id, at=clock.due if clock else otherwise)


async def _policy(order: ExpectPremium, work: Work) -> tuple[Policy, LapsePlan]:
    policy = await Policies(work).by_id(order.policy_id)
    return policy, HouseBook().plan(policy.jurisdiction, policy.line)


async def _opened(order: ExpectPremium, policy: Policy, plan: LapsePlan, work: Work) -> Arrears:
    book = ArrearsBook(work)
    found = await book.due(policy.id, order.due_on)
    if found is not None:
        return found
    owed = Arrears(
        id=new_id(),
        policy_id=policy.id,
        customer_id=policy.customer_id,
        due_on=order.due_on,
        amount=order.amount,
        plan=plan.name,
        opened_at=work.now,
    )
    book.add(owed)
    return owed
