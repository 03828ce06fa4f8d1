"""The inboxes of customers."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, delete, func, select

from chassis.errors import NotFound
from chassis.work import Work
from notifications.domain.item import Item
from notifications.storage.tables import inbox_items

AT_ONCE = 100


class Items:
    """Every entry of every inbox."""

    def __init__(self, work: Work) -> None:
        self._session = work.session

    def add(self, item: Item) -> None:
        """A new entry."""
        self._session.add(item)

    async def get(self, item_id: UUID, *, of: UUID | None) -> Item:
        """The entry with this id, if it is this customer's."""
        found = await self._session.get(Item, item_id)
        if found is None or found.customer_id != of:
            raise NotFound("there is no such item in your inbox")
        return found

    async def forget(self, customer_id: UUID, *, until: datetime) -> None:
        """Empty a customer's inbox of what was written by then."""
        theirs = inbox_items.c.customer_id == customer_id
        written = inbox_items.c.created_at <= until
        await self._session.execute(delete(inbox_items).where(theirs, written))

    def of(self, customer_id: UUID, *, unread: bool | None) -> Select[Item]:
        """A customer's entries, to be read page by page."""
        statement = select(Item).where(inbox_items.c.customer_id == customer_id)
        if unread is None:
            return statement
        read_at = inbox_items.c.read_at
        return statement.where(read_at.is_(None) if unread else read_at.is_not(None))

    async def after(self, customer_id: UUID, position: int) -> Sequence[Item]:
        """The next entries after a position, in order."""
        statement = (
            select(Item)
            .where(inbox_items.c.customer_id == customer_id, inbox_items.c.position > position)
            .order_by(inbox_items.c.position)
            .limit(AT_ONCE)
        )
        return (await self._session.scalars(statement)).all()

    async def position_of(self, customer_id: UUID, item_id: UUID | None) -> int:
        """Where a reader stands who has seen this item: 0 for one we do not know, None for now."""
        if item_id is None:
            statement = select(func.max(inbox_items.c.position)).where(
                inbox_items.c.customer_id == customer_id
            )
        else:
            statement = select(inbox_items.c.position).where(
                inbox_items.c.customer_id == customer_id, inbox_items.c.id == item_id
            )
        return (await self._session.scalar(statement)) or 0
