"""Something happened that a customer should hear of: a mail, and an item in their inbox."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chassis.events import Event
from chassis.ids import new_id
from chassis.work import Work
from notifications.domain.contact import Contact
from notifications.domain.delivery import Delivery
from notifications.domain.facts import FACTS, Fact
from notifications.domain.item import Item
from notifications.letters import write
from notifications.storage import Contacts, Deliveries, Items


@dataclass(frozen=True, kw_only=True)
class TellCustomer:
    """Whom to tell what; `said` is the event that tells it, if one does."""

    customer_id: UUID
    fact: Fact
    said: Event | None = None


async def tell_customer(order: TellCustomer, work: Work) -> None:
    """Write it to them; while we do not know them, keep it until we do."""
    contact = await Contacts(work).reach(order.customer_id)
    delivery = Delivery(
        id=new_id(),
        customer_id=order.customer_id,
        fact=order.fact.name,
        lane=order.fact.lane,
        created_at=work.now,
        due_at=work.now,
        notice_id=getattr(order.said, "notice_id", None),
    )
    Deliveries(work).add(delivery)
    if contact.is_known:
        write_to(contact, delivery, dict(order.said or ()), work)
    else:
        contact.waiting += 1
        delivery.said = order.said.model_dump(mode="json") if order.said is not None else None


async def write_what_waited(contact: Contact, work: Work) -> None:
    """The customer's file has come: write now what was said before."""
    if not contact.waiting:
        return  # nearly always: spares a query per file
    for delivery in await Deliveries(work).waiting_for(contact.customer_id):
        event = FACTS[delivery.fact].event
        said = event.model_validate(delivery.said) if event is not None else ()
        write_to(contact, delivery, dict(said), work)
    contact.waiting = 0


def write_to(contact: Contact, delivery: Delivery, said: dict[str, Any], work: Work) -> None:
    """Put the fact into the customer's words, onto its way and into their inbox."""
    letter = write(delivery.fact, said, contact)
    delivery.address_to(contact, letter, at=work.now)
    if (evidence := delivery.evidence(at=work.now)) is not None:
        work.publish(evidence)
    item = Item(
        id=new_id(),
        customer_id=contact.customer_id,
        position=contact.next_position(),
        fact=delivery.fact,
        lane=delivery.lane,
        title=letter.subject,
        body=letter.text,
        created_at=work.now,
    )
    Items(work).add(item)
