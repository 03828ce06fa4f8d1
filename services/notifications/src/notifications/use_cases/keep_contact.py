"""A customer's file came or changed: keep how to reach them, and write what waited for it."""

from dataclasses import dataclass

from chassis.events import Lane
from chassis.work import Work
from contracts.policy import ConsentChanged, CustomerFile, ProspectWelcomed
from notifications.domain.birthday import next_greeting
from notifications.domain.contact import Contact
from notifications.storage import Contacts
from notifications.use_cases.tell_customer import write_what_waited

BIRTHDAY = "birthday"


@dataclass(frozen=True, kw_only=True)
class KeepContact:
    """The file, and which word of the policy service about the customer it is."""

    file: CustomerFile
    as_of: int


async def keep_contact(order: KeepContact, work: Work) -> None:
    """An older file than the one we have changes nothing."""
    contact = await Contacts(work).reach(order.file.customer_id)
    contact.learn(order.file, as_of=order.as_of)
    await write_what_waited(contact, work)
    plan_birthday(contact, work)


async def keep_prospect(said: ProspectWelcomed, as_of: int, work: Work) -> None:
    """Somebody who has no file yet is written to, too."""
    contact = await Contacts(work).reach(said.customer_id)
    contact.meet(said, as_of=as_of)
    await write_what_waited(contact, work)


async def heed_consent(said: ConsentChanged, as_of: int, work: Work) -> None:
    """What was forbidden is not done from now on."""
    contact = await Contacts(work).reach(said.customer_id)
    contact.heed(said, as_of=as_of)


def plan_birthday(contact: Contact, work: Work) -> None:
    """Have the next birthday ring, at nine in the morning where the customer lives."""
    if contact.born_on is None:
        work.cancel_alarm(BIRTHDAY, contact.customer_id)
    else:
        due = next_greeting(contact.born_on, contact.zone, after=work.now)
        work.set_alarm(BIRTHDAY, contact.customer_id, at=due, lane=Lane.COURTESY)
