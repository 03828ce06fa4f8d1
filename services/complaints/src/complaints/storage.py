"""The tables of complaints, how they become what the domain speaks of, and all SQL there is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    PrimaryKeyConstraint,
    Select,
    Table,
    Text,
    Uuid,
    case,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import composite, registry

from chassis.database import new_metadata, status_column, utc_instant, version_column
from chassis.personal_data import Told
from chassis.work import Work
from complaints.domain.complaint import SETTLED, About, Complaint, NoSuchComplaint, Status, Topic
from complaints.domain.known import Kind, Known, Mention
from complaints.domain.promise import Promise

metadata = new_metadata()

complaints = Table(
    "complaints",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("customer_id", Uuid, nullable=False),
    status_column("about", About),
    Column("about_id", Uuid),
    Column("description", Text, nullable=False),
    Column("opened_by", Text, nullable=False),
    utc_instant("opened_at"),
    status_column("status", Status),
    utc_instant("acknowledge_by"),
    utc_instant("acknowledged_at", nullable=True),
    utc_instant("broken_at", nullable=True),
    utc_instant("released_at", nullable=True),
    Column("acknowledged_by", Text),
    Column("answer_text", Text),
    Column("answered_by", Text),
    utc_instant("answered_at", nullable=True),
    Column("closed_by", Text),
    utc_instant("closed_at", nullable=True),
    version_column(),
    CheckConstraint("(about = 'service') = (about_id IS NULL)", name="topic"),
)
Index("ix_complaints_customer_id_id", complaints.c.customer_id, complaints.c.id)
Index("ix_complaints_status_id", complaints.c.status, complaints.c.id)

known_things = Table(
    "known_things",
    metadata,
    status_column("kind", Kind),
    Column("id", Uuid, nullable=False),
    Column("customer_id", Uuid, nullable=False),
    PrimaryKeyConstraint("kind", "id"),
)
_REMEMBER: Final = insert(known_things).on_conflict_do_nothing()


def start_mappers() -> None:
    """Let the domain's classes live in these tables."""
    mappers = registry(metadata=metadata)
    columns = complaints.c
    mappers.map_imperatively(
        Complaint,
        complaints,
        version_id_col=columns.version,
        properties={
            "topic": composite(Topic, columns.about, columns.about_id),
            "promise": composite(
                Promise,
                columns.acknowledge_by,
                columns.acknowledged_at,
                columns.broken_at,
                columns.released_at,
            ),
        },
    )
    mappers.map_imperatively(Known, known_things)


@dataclass(frozen=True, kw_only=True)
class Sought:
    """Which complaints somebody looks for; None means any."""

    customer_id: UUID | None = None
    status: Status | None = None


class Complaints:
    """Every complaint there is."""

    def __init__(self, work: Work) -> None:
        self._session = work.session

    def add(self, complaint: Complaint) -> None:
        """A new one."""
        self._session.add(complaint)

    async def get(self, complaint_id: UUID) -> Complaint:
        """The one with this id."""
        found = await self._session.get(Complaint, complaint_id)
        if found is None:
            raise NoSuchComplaint
        return found

    async def forget(self, customer_id: UUID) -> bool:
        """Take the words out of what they complained of and we answered; whether there were any."""
        one = complaints.c
        worded = or_(one.description != "", one.answer_text != "", one.opened_by != "")
        theirs = update(complaints).where(
            one.customer_id == customer_id, one.status.in_(SETTLED), worded
        )
        answered = case((one.answer_text.is_(None), None), else_="")
        words = {"description": "", "answer_text": answered, "opened_by": ""}
        done = theirs.values(**words, version=one.version + 1).returning(one.id)
        return (await self._session.scalars(done)).first() is not None

    def sought(self, sought: Sought) -> Select[Complaint]:
        """Those somebody looks for, to be read page by page."""
        wanted: list[Any] = []
        if sought.customer_id is not None:
            wanted.append(complaints.c.customer_id == sought.customer_id)
        if sought.status is not None:
            wanted.append(complaints.c.status == sought.status)
        return select(Complaint).where(*wanted)


class KnownThings:
    """What other services told us of."""

    def __init__(self, work: Work) -> None:
        self._session = work.session

    async def remember(self, known: Known) -> None:
        """Keep it; what we know already stays as it is."""
        row = {"kind": known.kind, "id": known.id, "customer_id": known.customer_id}
        await self._session.execute(_REMEMBER, row)

    async def check(self, mention: Mention, *, owner: UUID) -> None:
        """Refuse a mention of what is not known, or not this customer's."""
        known = await self._session.get(Known, (mention.kind, mention.id))
        mention.must_belong_to(owner, known)


def told(customer_id: UUID) -> Iterable[Told]:
    """What we know of a person: their complaints, and what other services told us is theirs."""
    of_ours = frozenset({"acknowledged_by", "answered_by", "closed_by", "opened_by"})
    return (
        Told(table=complaints, theirs=complaints.c.customer_id == customer_id, hidden=of_ours),
        Told(table=known_things, theirs=known_things.c.customer_id == customer_id),
    )
