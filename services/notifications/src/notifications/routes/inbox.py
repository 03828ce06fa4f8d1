"""A customer's inbox: every letter we wrote to them, the newest first."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from chassis.errors import NotFound
from chassis.events import Lane
from chassis.identity import Principal, allow
from chassis.web import CurrentWork, Page, PageRequest, Routes
from contracts.roles import Role
from notifications.domain.item import Item
from notifications.storage import Items
from notifications.storage.tables import inbox_items
from notifications.use_cases.read_item import ReadItem, read_item

routes = Routes(prefix="/inbox", tags=["inbox"])

Customer = Annotated[Principal, allow(Role.CUSTOMER)]


class ItemView(BaseModel):
    """One entry of the inbox."""

    id: UUID
    fact: str = Field(description="What it is about.", examples=["claim-approved"])
    lane: Lane
    title: str
    body: str = Field(description="Plain text; paragraphs are apart by an empty line.")
    created_at: datetime
    read_at: datetime | None

    @classmethod
    def of(cls, item: Item) -> Self:
        """As the customer sees it."""
        return cls(
            id=item.id,
            fact=item.fact,
            lane=item.lane,
            title=item.title,
            body=item.body,
            created_at=item.created_at,
            read_at=item.read_at,
        )


@routes.get("", summary="Read your inbox, the newest first")
async def get_inbox(
    me: Customer,
    work: CurrentWork,
    page: PageRequest,
    unread: Annotated[
        bool | None, Query(description="Only unread ones, or only read ones.")
    ] = None,
) -> Page[ItemView]:
    """Everything we ever wrote to you."""
    statement = Items(work).of(owner_of(me), unread=unread)
    key = [inbox_items.c.position]
    found, after = await page.fetch(work.session, statement, key=key, descending=True)
    return Page(items=[ItemView.of(item) for item in found], next=after)


@routes.put("/{item_id}/read", status_code=204, summary="Mark an item as read")
async def put_read(item_id: UUID, me: Customer, work: CurrentWork) -> None:
    """Doing it twice changes nothing."""
    await read_item(ReadItem(item_id=item_id, customer_id=owner_of(me)), work)


def owner_of(me: Principal) -> UUID:
    """Whose inbox the caller has: their own, or none at all."""
    if me.customer_id is None:
        raise NotFound("your token names no customer, so there is no inbox of yours")
    return me.customer_id
