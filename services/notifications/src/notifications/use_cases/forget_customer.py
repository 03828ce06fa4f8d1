"""A customer was erased: what we knew of them, and what we wrote to them, goes."""

from uuid import UUID

from chassis.work import Work
from notifications.storage import Contacts, Deliveries, Items
from notifications.use_cases.keep_contact import BIRTHDAY


async def forget_customer(customer_id: UUID, as_of: int, work: Work) -> None:
    """Let go of name, address, birthday, and the words of every letter."""
    contact = await Contacts(work).reach(customer_id)
    contact.forget(as_of=as_of)
    await Items(work).forget(customer_id)
    await Deliveries(work).forget(customer_id)
    work.cancel_alarm(BIRTHDAY, customer_id)
