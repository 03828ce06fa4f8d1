"""Money went out and nobody knows why: which refund it may be. A person says so, or does not."""

from chassis.money import Money
from chassis.work import Work
from policy.domain.money.suggesting import RefundSuggestion, refunds_like
from policy.domain.money.suspense import Status, Suspense
from policy.storage import Customers
from policy.storage.money.refunds import Refunds


async def suggest_refunds(waiting: Suspense, work: Work) -> list[RefundSuggestion]:
    """None for what came in, and for what somebody has explained."""
    if waiting.status is not Status.OPEN or waiting.amount.amount >= 0:
        return []
    out = Money.zero(waiting.amount.currency) - waiting.amount
    alike, customers = await Refunds(work).like(out), Customers(work)
    names = {one: (await customers.by_id(one)).name for one in {each.customer_id for each in alike}}
    return refunds_like(waiting, alike, names)
