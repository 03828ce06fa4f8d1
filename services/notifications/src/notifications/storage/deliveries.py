"""The mails on their way: a log for people, and a queue that many senders may take from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, exists, func, null, or_, select, update

from chassis.errors import NotFound
from chassis.events import Lane
from chassis.work import Work
from notifications.domain.delivery import Delivery, Status
from notifications.storage.tables import deliveries


@dataclass(frozen=True, kw_only=True)
class Sought:
    """Which deliveries somebody looks for; None means any."""

    customer_id: UUID | None = None
    status: Status | None = None


class Deliveries:
    """Every mail there is or was."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._session = work.session

    def add(self, delivery: Delivery) -> None:
        """A new one."""
        self._session.add(delivery)

    async def get(self, delivery_id: UUID) -> Delivery:
        """The one with this id."""
        found = await self._session.get(Delivery, delivery_id)
        if found is None:
            raise NotFound("there is no such delivery")
        return found

    async def waiting_for(self, customer_id: UUID) -> Sequence[Delivery]:
        """Those that wait for this customer's file, the oldest first."""
        statement = select(Delivery).where(
            deliveries.c.customer_id == customer_id, deliveries.c.status == Status.WAITING
        )
        return (await self._session.scalars(statement.order_by(deliveries.c.id))).all()

    def sought(self, sought: Sought) -> Select[Delivery]:
        """Those somebody looks for, to be read page by page."""
        wanted: list[Any] = []
        if sought.customer_id is not None:
            wanted.append(deliveries.c.customer_id == sought.customer_id)
        if sought.status is not None:
            wanted.append(deliveries.c.status == sought.status)
        return select(Delivery).where(*wanted)

    async def forget(self, customer_id: UUID, *, until: datetime) -> None:
        """Let go of what was written to them by then; what was not sent yet is not sent."""
        one = deliveries.c
        theirs = and_(one.customer_id == customer_id, one.created_at <= until)
        waiting = deliveries.c.status.in_([Status.WAITING, Status.QUEUED])
        skipped = update(deliveries).where(theirs, waiting)
        await self._session.execute(skipped.values(status=Status.SKIPPED, error="erased"))
        personal = ("said", "name", "address", "subject", "text", "html")
        blank = dict.fromkeys(personal, null())
        await self._session.execute(update(deliveries).where(theirs).values(blank))

    async def summary(self) -> dict[Status, int]:
        """How many there are in each status."""
        statement = select(deliveries.c.status, func.count()).group_by(deliveries.c.status)
        counted: dict[Status, int] = dict((await self._session.execute(statement)).all())
        return {status: counted.get(status, 0) for status in Status}

    async def take(
        self, lane: Lane, *, most: int, lease: UUID, until: datetime
    ) -> Sequence[Delivery]:
        """Those due in the lane, ours until `until`; courtesy only while no core mail is due."""
        chosen = (
            select(deliveries.c.id)
            .where(*self._due(lane))
            .order_by(deliveries.c.due_at, deliveries.c.id)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        if lane is Lane.COURTESY:
            chosen = chosen.where(~exists().where(*self._due(Lane.CORE)).correlate(None))
        ids = chosen.cte("chosen")
        statement = (
            update(Delivery)
            .where(deliveries.c.id.in_(select(ids.c.id)))
            .values({deliveries.c.lease: lease, deliveries.c.leased_until: until})
            .returning(Delivery)
            .execution_options(synchronize_session=False)
        )
        taken = (await self._session.scalars(statement)).all()
        return sorted(taken, key=lambda delivery: (delivery.due_at, delivery.id))

    async def held(self, lease: UUID, taken: Collection[Delivery]) -> list[Delivery]:
        """Those of the taken that are still ours, to be settled in this work."""
        statement = select(deliveries.c.id).where(deliveries.c.lease == lease).with_for_update()
        ours = set((await self._session.scalars(statement)).all())
        held = [delivery for delivery in taken if delivery.id in ours]
        self._session.add_all(held)
        return held

    async def release(self, lease: UUID) -> None:
        """Let go of what was taken."""
        await self._session.execute(
            update(deliveries)
            .where(deliveries.c.lease == lease)
            .values(lease=None, leased_until=None)
        )

    def _due(self, lane: Lane) -> list[Any]:
        now, columns = self._work.now, deliveries.c
        return [
            columns.status == Status.QUEUED,
            columns.lane == lane,
            columns.due_at <= now,
            or_(columns.leased_until.is_(None), columns.leased_until <= now),
        ]
