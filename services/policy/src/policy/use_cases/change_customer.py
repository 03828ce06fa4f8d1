"""A customer moved, married, or reads another language now: their file says so."""

from dataclasses import dataclass
from uuid import UUID

from chassis.identity import Principal
from chassis.work import Work, check_version
from policy.domain.customer import Customer, Particulars
from policy.domain.insured_file import Section
from policy.storage import Customers
from policy.use_cases.note_change import note_change


@dataclass(frozen=True, kw_only=True)
class ChangeCustomer:
    """The order to write down how things are now."""

    customer_id: UUID
    version: int
    particulars: Particulars
    why: str | None = None
    by: Principal


async def change_customer(order: ChangeCustomer, work: Work) -> Customer:
    """Change the file that was read, not one that changed meanwhile."""
    customer = await Customers(work).get(order.customer_id, asked_by=order.by)
    check_version(customer.version, order.version)
    before = customer.particulars
    work.publish(customer.change(order.particulars, at=work.now))
    note_change(
        customer.id,
        Section.PARTICULARS,
        before,
        order.particulars,
        work,
        why=order.why,
        by=order.by.subject,
    )
    return customer
