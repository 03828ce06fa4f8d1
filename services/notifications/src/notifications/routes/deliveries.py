"""The delivery log, for operators: what was sent to whom, when, and what went wrong."""

from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from chassis.events import Lane
from chassis.identity import Principal, allow
from chassis.web import CurrentWork, Page, PageRequest, Routes
from contracts.insured import Language
from contracts.roles import Role
from notifications.domain.delivery import Delivery, Status
from notifications.storage import Deliveries, Sought
from notifications.storage.tables import deliveries

routes = Routes(prefix="/deliveries", tags=["deliveries"])

Operator = Annotated[Principal, allow(Role.OPS)]


class DeliveryView(BaseModel):
    """One mail in the log."""

    id: UUID
    customer_id: UUID
    fact: str = Field(examples=["claim-approved"])
    lane: Lane
    status: Status = Field(description="`waiting`: we do not know the customer yet.")
    language: Language | None
    attempts: int
    error: str | None
    created_at: datetime
    due_at: datetime = Field(description="When it is tried next, while it is queued.")
    sent_at: datetime | None

    @classmethod
    def of(cls, delivery: Delivery) -> Self:
        """As the log shows it."""
        return cls(**_named(cls, delivery))


class WholeDelivery(DeliveryView):
    """One mail with its words, as they were sent."""

    address: str | None
    subject: str | None
    text: str | None
    html: str | None


class Summary(BaseModel):
    """How many mails are in each status."""

    waiting: int
    queued: int
    sent: int
    failed: int
    skipped: int


@routes.get("", summary="List deliveries, the newest first")
async def get_deliveries(
    me: Operator,
    work: CurrentWork,
    page: PageRequest,
    customer_id: Annotated[UUID | None, Query()] = None,
    status: Annotated[Status | None, Query()] = None,
) -> Page[DeliveryView]:
    """Without their words."""
    statement = Deliveries(work).sought(Sought(customer_id=customer_id, status=status))
    key = [deliveries.c.id]
    found, after = await page.fetch(work.session, statement, key=key, descending=True)
    return Page(items=[DeliveryView.of(delivery) for delivery in found], next=after)


@routes.get("/summary", summary="Count deliveries by status")
async def get_summary(me: Operator, work: CurrentWork) -> Summary:
    """Nothing is on its way when `waiting` and `queued` are 0."""
    counted = await Deliveries(work).summary()
    return Summary(**{status.value: count for status, count in counted.items()})


@routes.get("/{delivery_id}", summary="Read a delivery")
async def get_delivery(delivery_id: UUID, me: Operator, work: CurrentWork) -> WholeDelivery:
    """With its words."""
    return WholeDelivery.of(await Deliveries(work).get(delivery_id))


def _named(view: type[BaseModel], delivery: Delivery) -> dict[str, Any]:
    return {name: getattr(delivery, name) for name in view.model_fields}
