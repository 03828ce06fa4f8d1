"""A section of the insured's file is written anew, by whom and why."""

from dataclasses import dataclass
from uuid import UUID

from chassis.identity import Principal
from chassis.work import Work, check_version
from policy.domain.customer import Customer
from policy.domain.insured_file import Section, Written
from policy.storage import Customers
from policy.use_cases.note_change import note_change


@dataclass(frozen=True, kw_only=True)
class WriteFile:
    """The order to write a section down."""

    customer_id: UUID
    version: int
    section: Section
    written: Written
    why: str
    by: Principal


async def write_file(order: WriteFile, work: Work) -> Customer:
    """Write to the file that was read, and keep what it said before."""
    customer = await Customers(work).get(order.customer_id, asked_by=order.by)
    check_version(customer.version, order.version)
    before = getattr(customer, order.section)
    customer.write(order.section, order.written)
    note_change(
        customer.id,
        order.section,
        before,
        order.written,
        work,
        why=order.why,
        by=order.by.subject,
    )
    return customer
