"""For whom somebody asks about risks: a customer for themselves, an agent for a customer."""

from typing import Annotated
from uuid import UUID

from chassis.errors import Rejected
from chassis.identity import Principal, allow
from contracts.roles import Role

Askers = Annotated[Principal, allow(Role.CUSTOMER, Role.AGENT)]


class NobodyNamed(Rejected, code="customer-missing"):
    """Say for which customer this is."""


def customer_of(customer_id: UUID | None, me: Principal) -> UUID:
    """The customer named, else the customer who asks."""
    owner = customer_id or me.customer_id
    if owner is None:
        raise NobodyNamed("an agent names the customer", field="/customer_id")
    return owner
