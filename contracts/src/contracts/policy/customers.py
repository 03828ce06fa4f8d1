"""What is said of the insured's file."""

from datetime import date
from typing import Literal
from uuid import UUID

from chassis.events import Event
from contracts.insured import Address, Language


class CustomerFile(Event):
    """What others need of a customer's file, as it is now."""

    customer_id: UUID
    kind: Literal["person", "business"]
    name: str
    email: str | None
    phone: str | None
    language: Language
    time_zone: str
    born_on: date | None
    address: Address


class CustomerRegistered(CustomerFile, name="policy.customer-registered.v1", subject="customer_id"):
    """Somebody has a file with us. Contact details are for those who must reach them."""


class CustomerChanged(CustomerFile, name="policy.customer-changed.v1", subject="customer_id"):
    """The file changed; the fields are as they are now."""
