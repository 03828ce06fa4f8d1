"""It is nine in the morning of a customer's birthday."""

from dataclasses import dataclass
from uuid import UUID

from chassis.work import Work
from notifications.domain.birthday import is_birthday
from notifications.domain.facts import BIRTHDAY
from notifications.storage import Contacts
from notifications.use_cases.keep_contact import plan_birthday
from notifications.use_cases.tell_customer import TellCustomer, tell_customer


@dataclass(frozen=True, kw_only=True)
class GreetBirthday:
    """Whose birthday the clock says it is."""

    customer_id: UUID


async def greet_birthday(order: GreetBirthday, work: Work) -> None:
    """Greet on the day itself (one that comes late is worse than none), and plan the next."""
    contact = await Contacts(work).reach(order.customer_id)
    if contact.born_on and is_birthday(contact.born_on, contact.zone, at=work.now):
        await tell_customer(TellCustomer(customer_id=order.customer_id, fact=BIRTHDAY), work)
    plan_birthday(contact, work)
