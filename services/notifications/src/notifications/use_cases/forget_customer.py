"""A customer was erased: what we knew of them, and what we wrote to them, goes."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from chassis.work import Work
from notifications.storage import Contacts, Deliveries, Items
from notifications.use_cases.keep_contact import BIRTHDAY

FORGETTING_DUE: Final = "forgetting-due"
TO_READ: Final = timedelta(days=30)
"""How long a letter stays that is written to somebody who was erased, such as of a late claim."""


async def forget_customer(customer_id: UUID, as_of: int, work: Work) -> None:
    """Let go of name, address, birthday, and the words of every letter."""
    contact = await Contacts(work).reach(customer_id)
    contact.forget(as_of=as_of)
    await Items(work).forget(customer_id, until=work.now)
    await Deliveries(work).forget(customer_id, until=work.now)
    work.cancel_alarm(BIRTHDAY, customer_id)
    work.set_alarm(FORGETTING_DUE, customer_id, at=work.now + TO_READ)


async def forget_later_letters(customer_id: UUID, work: Work) -> None:
    """What was written since, and could be read long enough, goes too."""
    await Items(work).forget(customer_id, until=work.now - TO_READ)
    await Deliveries(work).forget(customer_id, until=work.now - TO_READ)
    work.set_alarm(FORGETTING_DUE, customer_id, at=work.now + TO_READ)
