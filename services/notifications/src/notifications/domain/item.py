"""One entry in a customer's inbox: the same words as the mail, kept where they can find them."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from chassis.events import Lane


@dataclass(eq=False, kw_only=True)
class Item:
    """An entry; `position` counts a customer's entries without a gap in the order they appeared."""

    id: UUID
    customer_id: UUID
    position: int
    fact: str
    lane: Lane
    title: str
    body: str = field(repr=False)
    created_at: datetime
    read_at: datetime | None = None

    def read(self, *, at: datetime) -> None:
        """The customer has seen it; the first time counts."""
        self.read_at = self.read_at or at
