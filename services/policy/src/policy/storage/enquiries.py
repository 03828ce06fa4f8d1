"""Where enquiries are kept."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    Column,
    Dialect,
    ForeignKey,
    Index,
    Select,
    Table,
    Text,
    TypeDecorator,
    Uuid,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry

from chassis.database import Word, status_column, utc_instant, version_column
from chassis.identity import Principal
from chassis.work import Work
from contracts.insured import Language
from policy.domain.enquiry import Enquiry, NoSuchEnquiry, Status
from policy.storage.customers import customers
from policy.storage.tables import metadata
from statutes import Clock, law


class RunningClock(TypeDecorator[Clock]):
    """A clock of the statutes as JSON: which entry, and what happened since."""

    impl = JSONB
    cache_ok = True

    def process_bind_param(self, value: Clock | None, dialect: Dialect) -> Any:
        """As JSON can say it."""
        return None if value is None else value.as_dict()

    def process_result_value(self, value: Any, dialect: Dialect) -> Clock | None:
        """Running again, under the entry it was started with."""
        return None if value is None else Clock.from_dict(value, law())


enquiries = Table(
    "enquiries",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("asked_by", Text, nullable=False),
    Column("customer_id", Uuid, ForeignKey(customers.c.id)),
    # No foreign key: a prospect may be forgotten, and what was asked is then nobody's.
    Column("prospect_id", Uuid),
    Column("question", Text, nullable=False),
    Column("language", Word(Language), nullable=False),
    Column("product", Text),
    utc_instant("asked_at"),
    Column("promise", RunningClock, nullable=False),
    status_column("status", Status),
    Column("answer_text", Text),
    Column("answered_by", Text),
    utc_instant("answered_at", nullable=True),
    version_column(),
)
Index(None, enquiries.c.customer_id, enquiries.c.id)
Index(None, enquiries.c.prospect_id, enquiries.c.id)
Index(None, enquiries.c.asked_by, enquiries.c.id)
Index(None, enquiries.c.status, enquiries.c.id)


def map_enquiries(mappers: registry) -> None:
    """Map the enquiry to its table."""
    mappers.map_imperatively(Enquiry, enquiries, version_id_col=enquiries.c.version)


class Enquiries:
    """Every question that was handed to us."""

    key: Final = (enquiries.c.id,)

    def __init__(self, work: Work) -> None:
        self._session = work.session

    def add(self, enquiry: Enquiry) -> None:
        """Keep a new one."""
        self._session.add(enquiry)

    async def get(self, enquiry_id: UUID) -> Enquiry:
        """The one with this id."""
        found = await self._session.get(Enquiry, enquiry_id)
        if found is None:
            raise NoSuchEnquiry
        return found

    async def open_of(self, prospect_id: UUID) -> int:
        """How many of this prospect's questions wait for an answer."""
        counted = select(func.count()).where(
            enquiries.c.prospect_id == prospect_id, enquiries.c.status == Status.OPEN.value
        )
        return int(await self._session.scalar(counted) or 0)

    async def seen(self, enquiry_id: UUID, *, by: Principal, everything: bool) -> Enquiry:
        """The one with this id, if whoever asks may see it; to a stranger there is none."""
        found = await self.get(enquiry_id)
        asked = found.asked_by == by.subject and found.prospect_id is None  # a visitor is nobody
        own = by.owns(found.customer_id) or asked
        if not (everything or own):
            raise NoSuchEnquiry
        return found

    def matching(self, *, by: Principal, everything: bool, status: Status | None) -> Select[Any]:
        """Those that whoever asks may see: a customer the file's, another what they asked."""
        wanted = select(Enquiry)
        if not everything and by.customer_id is not None:
            wanted = wanted.where(enquiries.c.customer_id == by.customer_id)
        elif not everything:
            wanted = wanted.where(
                enquiries.c.asked_by == by.subject, enquiries.c.prospect_id.is_(None)
            )
        if status is not None:
            wanted = wanted.where(enquiries.c.status == status)
        return wanted
