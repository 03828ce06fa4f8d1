"""A prospect becomes a customer: their file is opened under the same id."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.identity import Principal
from chassis.work import Work, check_version
from contracts.insured import Address
from policy.domain.customer import Customer, Kind, Particulars
from policy.domain.insured_file import Section
from policy.storage import Customers, Prospects
from policy.use_cases.note_change import note_change
from policy.use_cases.welcome_prospect import ANSWER_DUE


@dataclass(frozen=True, kw_only=True)
class MakeCustomer:
    """What a file needs beyond what the prospect told us."""

    prospect_id: UUID
    version: int
    kind: Kind
    born_on: date | None
    address: Address
    by: Principal


async def make_customer(order: MakeCustomer, work: Work) -> Customer:
    """Open the file."""
    prospect = await Prospects(work).get(order.prospect_id, asked_by=order.by)
    check_version(prospect.version, order.version)
    said = prospect.become_customer(at=work.now)
    particulars = Particulars(
        kind=order.kind,
        name=prospect.name,
        email=prospect.email,
        phone=prospect.phone,
        language=prospect.language,
        time_zone=prospect.time_zone,
        born_on=order.born_on,
        address=order.address,
    )
    customer, event = Customer.register(prospect.id, particulars, at=work.now)
    Customers(work).add(customer)
    await work.session.flush()  # its history refers to it
    note_change(
        customer.id,
        Section.PARTICULARS,
        None,
        particulars,
        work,
        why=None,
        by=order.by.subject,
    )
    work.cancel_alarm(ANSWER_DUE, prospect.id)
    work.publish(*said, event)
    return customer
