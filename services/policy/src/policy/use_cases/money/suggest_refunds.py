"""Money went out, or came back, and nobody knows why: which refund it may be. A person says so."""

from chassis.money import Money
from chassis.work import Work
from policy.domain.money.doubt import Doubt
from policy.domain.money.suggesting import RefundSuggestion, refunds_like
from policy.domain.money.suspense import Status, Suspense
from policy.storage import Customers
from policy.storage.money.refunds import Refunds


async def suggest_refunds(waiting: Suspense, work: Work) -> list[RefundSuggestion]:
    """None for what came in from a payer, and for what somebody has explained."""
    back = waiting.amount.amount > 0
    if waiting.status is not Status.OPEN or (back and waiting.doubt is not Doubt.NO_ORIGINAL):
        return []
    sent = waiting.amount if back else Money.zero(waiting.amount.currency) - waiting.amount
    alike, customers = await Refunds(work).like(sent, back=back), Customers(work)
    names = {one: (await customers.by_id(one)).name for one in {each.customer_id for each in alike}}
    return refunds_like(waiting, alike, names)
