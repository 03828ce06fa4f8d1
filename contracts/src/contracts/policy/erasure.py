"""What is said when a customer is to be forgotten."""

from datetime import datetime
from uuid import UUID

from chassis.events import Event


class CustomerErased(Event, name="policy.customer-erased.v1", subject="customer_id"):
    """A customer is to be forgotten: whoever keeps how to reach them, or their name, lets go.

    What the law makes us keep stays with us until `kept_until`, and nobody else needs it.
    """

    customer_id: UUID
    erased_at: datetime
    kept_until: datetime | None
