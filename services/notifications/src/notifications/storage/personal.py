"""Where notifications know something of a person."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from chassis.personal_data import Told
from notifications.storage.tables import contacts, deliveries, inbox_items

_OUR_COUNTS: Final = frozenset({"as_of", "last_position", "waiting"})
_OUR_MARKS: Final = frozenset({"lease", "leased_until"})


def told(customer_id: UUID) -> Iterable[Told]:
    """How we reach them, what we wrote to them, and what became of each mail."""
    return (
        Told(table=contacts, theirs=contacts.c.customer_id == customer_id, hidden=_OUR_COUNTS),
        Told(table=inbox_items, theirs=inbox_items.c.customer_id == customer_id),
        Told(table=deliveries, theirs=deliveries.c.customer_id == customer_id, hidden=_OUR_MARKS),
    )
