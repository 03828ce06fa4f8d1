"""The account says which premiums are paid: grace ends well, or cover comes back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from chassis.money import Money
from chassis.work import Work
from policy.domain.arrears import Arrears, ArrearsStatus
from policy.domain.contract.picture import off_risk_since
from policy.domain.contract.rules import LapsePlan
from policy.domain.period import local_day
from policy.domain.policy import Policy, Status
from policy.domain.preservation.paid import Paid, last_paid, noon_of
from policy.domain.preservation.unpaid import BY_LAW, put_back, term_is_over
from policy.storage import ArrearsBook, HouseBook, Policies, Reinstatements, Versions
from policy.storage.money.came import money_came_on
from policy.use_cases.expect_premium import GRACE_ENDS, SUSPENSION_ENDS
from policy.use_cases.money.what_is_owed import what_is_owed
from policy.use_cases.raise_task import nothing_to_see_to
from policy.use_cases.reinstate import ANSWER_DUE, cover_is_back, take_effect
from policy.use_cases.tell_of_request import asked_on
from statutes import Clock

_RESTS: Final = ArrearsStatus.SUSPENDED


@dataclass(frozen=True, kw_only=True)
class PremiumPaid:
    """What the account says of every due day, by the payer's own execution date where known."""

    policy_id: UUID
    paid: Mapping[date, Paid]
    """What money has paid, all of it."""
    unpaid: Collection[date] = frozenset()
    """The due days of which something is still open."""
    given_up: Collection[date] = field(default_factory=frozenset)
    """Those of which something was written off."""
    let_be: Mapping[date, Money] = field(default_factory=dict)
    """What is open and too slight for anything to follow: not among the `unpaid`."""


async def premium_paid(order: PremiumPaid, work: Work) -> None:
    """Settle these arrears. With none left, and where payment gives cover back, it is back.

    What was written off or taken off is not dunned any more; it gives no cover back.
    """
    policy, house = await Policies(work).by_id(order.policy_id, alone=True), HouseBook()
    arrears = await ArrearsBook(work).of(policy.id)
    freed = [one for one in arrears if one.status is _RESTS and one.due_on in order.let_be]
    kept = any(one.status is ArrearsStatus.HELD for one in arrears)
    closed = _settle(arrears, order, work)
    if kept and not any(one.status is ArrearsStatus.HELD for one in arrears):
        why = "what was unpaid is settled"
        await nothing_to_see_to("cover_kept_unpaid", policy, why, work)
    owing = [one for one in arrears if one.due_on in order.unpaid]
    if any(one.status is not ArrearsStatus.COMING for one in owing):
        return
    plan = house.plan(policy.jurisdiction, policy.line)
    if policy.status is Status.SUSPENDED and plan.revives != "request":
        await _revive(policy, arrears, order, plan, freed=freed, closed=closed, work=work)
    else:
        await _pay_request(policy, order, work)


def _settle(arrears: Sequence[Arrears], order: PremiumPaid, work: Work) -> bool:
    """Whether something was closed that nobody paid."""
    closed = False
    for owed in arrears:
        if not owed.is_open or owed.due_on in order.unpaid:
            continue
        paid = order.paid.get(owed.due_on)
        owed.settle(at=work.now, paid=paid is not None)
        work.cancel_alarm(GRACE_ENDS, owed.id)
        if paid is None and owed.due_on not in order.let_be:
            closed = True  # the law may still end a suspended contract
        else:
            work.cancel_alarm(SUSPENSION_ENDS, owed.id)
    return closed


async def _revive(
    policy: Policy,
    arrears: Sequence[Arrears],
    order: PremiumPaid,
    plan: LapsePlan,
    *,
    freed: Sequence[Arrears],
    closed: bool,
    work: Work,
) -> None:
    """The law gives cover back for what was paid; what was given up was owed until now.

    `freed`: cover rested for it, and what is left of it now is too slight for that.
    """
    paid = _paid_to_come_back(policy, arrears, order)
    if not (paid or freed) or term_is_over(policy, at=work.now):
        return
    at = max((order.paid[one.due_on].at for one in paid), default=work.now)
    if closed:
        at = work.now
    elif freed:
        at = await _freed_at(policy, work)
    back = at
    if plan.revives != "payment":
        back = Clock.start(HouseBook().law().entry(plan.revives), at).due
    amount = sum(
        (min(one.amount, order.paid[one.due_on].amount) for one in paid),
        _due_meanwhile(policy, arrears, order, work),
    )
    amount = sum((one.amount - order.let_be[one.due_on] for one in freed), amount)
    stretches, owing = await Versions(work).stretches(policy), await what_is_owed(policy, work)
    event = put_back(
        policy,
        stretches,
        cover_back_at=back,
        paid=amount,
        by=BY_LAW,
        at=work.now,
        owing=owing,
    )
    work.publish(event)
    request = await Reinstatements(work).waiting(policy.id)
    if request is not None:
        rule = plan.grace if plan.revives == "payment" else plan.revives
        request.overtake(by=BY_LAW, rule=rule, paid_at=at, back=event.cover_back_at, at=work.now)
        work.cancel_alarm(ANSWER_DUE, request.id)
    await cover_is_back(policy, work)


def _due_meanwhile(
    policy: Policy, arrears: Sequence[Arrears], order: PremiumPaid, work: Work
) -> Money:
    """What fell due while cover rested and was paid with the rest: nobody was dunned for it."""
    since, dunned = off_risk_since(policy.facts), {one.due_on for one in arrears}
    today = local_day(work.now, policy.time_zone)
    found = (
        paid.amount
        for day, paid in order.paid.items()
        if day not in dunned and day <= today and since is not None and paid.at >= since
    )
    return sum(found, Money.zero(policy.premium.currency))


async def _freed_at(policy: Policy, work: Work) -> datetime:
    """When the money came that left so little open, as for a premium that is paid; else now."""
    day = await money_came_on(policy.id, work)
    return work.now if day is None else min(work.now, noon_of(day, policy.time_zone))


def _paid_to_come_back(
    policy: Policy, arrears: Sequence[Arrears], order: PremiumPaid
) -> list[Arrears]:
    """What rested cover or was overdue beside it, and is paid: in however many statements."""
    since = off_risk_since(policy.facts)
    return [
        one
        for one in arrears
        if one.status is ArrearsStatus.PAID
        and one.due_on in order.paid
        and (since is None or one.settled_at is None or one.settled_at >= since)
    ]


async def _pay_request(policy: Policy, order: PremiumPaid, work: Work) -> None:
    """All that was asked for is paid: cover is back once it is granted, too."""
    request = await Reinstatements(work).waiting(policy.id)
    if request is None:
        return
    before = asked_on(request, policy)
    if any(day < before for day in order.unpaid):
        return
    at = last_paid(order.paid, before=before, now=work.now)
    request.pay(at=work.now if any(day < before for day in order.given_up) else at)
    await take_effect(request, policy, work)
