"""A customer has read an item of their inbox."""

from dataclasses import dataclass
from uuid import UUID

from chassis.work import Work
from notifications.storage import Items


@dataclass(frozen=True, kw_only=True)
class ReadItem:
    """Which item, and who read it."""

    item_id: UUID
    customer_id: UUID | None


async def read_item(order: ReadItem, work: Work) -> None:
    """The first time counts; reading it again changes nothing."""
    item = await Items(work).get(order.item_id, of=order.customer_id)
    item.read(at=work.now)
