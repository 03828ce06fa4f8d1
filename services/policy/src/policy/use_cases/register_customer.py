"""Somebody becomes a customer: we open their file."""

from dataclasses import dataclass

from chassis.ids import new_id
from chassis.work import Work
from policy.domain.customer import Customer, Particulars
from policy.domain.insured_file import Section
from policy.storage import Customers
from policy.use_cases.note_change import note_change


@dataclass(frozen=True, kw_only=True)
class RegisterCustomer:
    """The order to open a file."""

    particulars: Particulars
    by: str


async def register_customer(order: RegisterCustomer, work: Work) -> Customer:
    """Open it."""
    customer, event = Customer.register(new_id(), order.particulars, at=work.now)
    Customers(work).add(customer)
    await work.session.flush()  # its history refers to it
    note_change(
        customer.id, Section.PARTICULARS, None, order.particulars, work, why=None, by=order.by
    )
    work.publish(event)
    return customer
