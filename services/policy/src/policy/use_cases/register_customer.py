"""Somebody becomes a customer: we open their file."""

from dataclasses import dataclass

from chassis.ids import new_id
from chassis.work import Work
from policy.domain.customer import Customer, Particulars
from policy.storage import Customers


@dataclass(frozen=True, kw_only=True)
class RegisterCustomer:
    """The order to open a file."""

    particulars: Particulars


async def register_customer(order: RegisterCustomer, work: Work) -> Customer:
    """Open it."""
    customer, event = Customer.register(new_id(), order.particulars, at=work.now)
    Customers(work).add(customer)
    work.publish(event)
    return customer
