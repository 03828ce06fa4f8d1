"""A customer was erased: what they told us in their own words goes, once no law keeps it."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from chassis.forgetting import forget_answers
from chassis.work import Work
from complaints.storage import Complaints
from contracts.policy import CustomerErased

FORGETTING_DUE: Final = "forgetting-due"
LOOK_AGAIN: Final = timedelta(days=30)
"""What is said after they were forgotten goes within this time, once it is settled."""


async def customer_was_erased(event: CustomerErased, work: Work) -> None:
    """Forget them now, or when the time is over for which their contracts' papers are kept."""
    if event.kept_until is not None and event.kept_until > work.now:
        work.set_alarm(FORGETTING_DUE, event.customer_id, at=event.kept_until)
    else:
        await forget_customer(event.customer_id, work)


async def forget_customer(customer_id: UUID, work: Work) -> None:
    """Take out every word of theirs and every word to them; what was decided and paid stays.

    What is not settled yet keeps its words until it is, and they may come to us again: so the
    alarm stays, as all we know of somebody who was erased.
    """
    if await Complaints(work).forget(customer_id):
        await forget_answers([customer_id], work)
    work.set_alarm(FORGETTING_DUE, customer_id, at=work.now + LOOK_AGAIN)
