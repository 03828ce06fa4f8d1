"""Where applications are kept, and what must be counted together when one is decided."""

from collections.abc import Collection, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Numeric,
    Select,
    Table,
    Text,
    Uuid,
    func,
    select,
)
from sqlalchemy.orm import registry

from chassis.database import (
    Word,
    money,
    money_columns,
    status_column,
    utc_instant,
    version_column,
)
from chassis.documents import Document
from chassis.errors import NotFound
from chassis.identity import Principal
from chassis.work import Work
from contracts.insured import Language
from policy.domain.application import Application, Status
from policy.domain.application_parts import (
    Acceptance,
    AskedFor,
    Dispatch,
    HitRule,
    Paper,
    Proposal,
    Requirement,
    Signature,
    Step,
)
from policy.domain.policy import Policy
from policy.domain.underwriting.cope import Inspection
from policy.storage.customers import customers
from policy.storage.policies import policies
from policy.storage.tables import metadata

applications = Table(
    "applications",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("customer_id", Uuid, ForeignKey(customers.c.id), nullable=False),
    Column("language", Word(Language), nullable=False),
    Column("seller", Text, nullable=False),
    Column("line", Text, nullable=False),
    Column("product", Text, nullable=False),
    utc_instant("opened_at"),
    status_column("status", Status),
    Column("proposals", Document(list[Proposal]), nullable=False),
    Column("facts", Document(dict[str, str | bool | int]), nullable=False),
    Column("papers", Document(list[Paper]), nullable=False),
    Column("asked", Document(AskedFor)),
    Column("missing_answers", Document(list[str]), nullable=False),
    Column("hits", Document(list[HitRule]), nullable=False),
    Column("requirements", Document(list[Requirement]), nullable=False),
    Column("inspection", Document(Inspection)),
    Column("proposed_by", Text),
    Column("acceptance", Document(Acceptance)),
    Column("exposure", Numeric(18, 2)),
    Column("place_key", Text),
    utc_instant("accepted_at", nullable=True),
    utc_instant("terms_agreed_at", nullable=True),
    Column("decline_reason", Text),
    Column("declined_by", Text),
    Column("is_appealed", Boolean, nullable=False),
    *money_columns("invoiced", nullable=True),
    Column("invoice_due_on", Date),
    Column("settled_by", Text),
    utc_instant("settled_at", nullable=True),
    Column("settlement_reference", Text),
    *money_columns("received", nullable=True),
    Column("means", Text),
    Column("paid_on", Date),
    Column("signatures", Document(list[Signature]), nullable=False),
    Column("reviewed_by", Text),
    Column("policy_id", Uuid, ForeignKey(policies.c.id)),
    Column("dispatches", Document(list[Dispatch]), nullable=False),
    Column("steps", Document(list[Step]), nullable=False),
    version_column(),
)
Index(None, applications.c.customer_id, applications.c.id)
Index(None, applications.c.status, applications.c.id)
Index(
    "ix_applications_policy_id",
    applications.c.policy_id,
    postgresql_where=applications.c.policy_id.is_not(None),
)
Index(
    "ix_applications_place_key",
    applications.c.place_key,
    postgresql_where=applications.c.place_key.is_not(None),
)


def map_applications(mappers: registry) -> None:
    """Map the application to its table."""
    mappers.map_imperatively(
        Application,
        applications,
        version_id_col=applications.c.version,
        properties={
            "invoiced": money(applications, "invoiced"),
            "received": money(applications, "received"),
        },
    )


class Applications:
    """The applications."""

    key: Final = (applications.c.id,)

    def __init__(self, work: Work) -> None:
        self._session = work.session

    def add(self, application: Application) -> None:
        """Keep a new one."""
        self._session.add(application)

    async def get(self, application_id: UUID, *, asked_by: Principal) -> Application:
        """The application, if whoever asks may see it; to a stranger there is none."""
        found = await self._session.get(Application, application_id)
        if found is None or not asked_by.sees(found.customer_id):
            raise NotFound(f"there is no application {application_id}")
        return found

    async def by_id(self, application_id: UUID) -> Application:
        """The application, for an order that comes from inside."""
        found = await self._session.get(Application, application_id)
        if found is None:
            raise NotFound(f"there is no application {application_id}")
        return found

    async def find(self, application_id: UUID) -> Application | None:
        """The application; none where it was forgotten with its customer."""
        return await self._session.get(Application, application_id)

    async def inspected(self, customer_id: UUID, limit: int) -> Sequence[Application]:
        """The customer's newest with a visit, wanted or done."""
        theirs = select(Application).where(
            applications.c.customer_id == customer_id, applications.c.inspection.is_not(None)
        )
        newest = theirs.order_by(applications.c.id.desc()).limit(limit)
        return (await self._session.scalars(newest)).all()

    async def with_papers(self, customer_id: UUID, limit: int) -> Sequence[Application]:
        """The customer's newest with papers that were handed in."""
        some = func.jsonb_array_length(applications.c.papers) > 0
        theirs = select(Application).where(applications.c.customer_id == customer_id, some)
        newest = theirs.order_by(applications.c.id.desc()).limit(limit)
        return (await self._session.scalars(newest)).all()

    async def postponed(self, customer_id: UUID) -> Sequence[Application]:
        """Those that wait for the customer to apply again."""
        theirs = select(Application).where(
            applications.c.customer_id == customer_id, applications.c.status == Status.POSTPONED
        )
        return (await self._session.scalars(theirs)).all()

    async def of_policy(self, policy_id: UUID) -> Application | None:
        """The one its contract was made of; none for a contract that was brought in."""
        return await self._session.scalar(
            select(Application).where(applications.c.policy_id == policy_id)
        )

    async def brought_in(self, policy: Policy) -> bool:
        """Whether it came with a book of business: it ran before, and nobody applied to us."""
        return policy.issued_at > policy.starts_at and await self.of_policy(policy.id) is None

    async def numbered(self, numbers: Collection[str]) -> Sequence[Application]:
        """Those with these numbers."""
        wanted = select(Application).where(applications.c.number.in_(numbers))
        return (await self._session.scalars(wanted)).all() if numbers else []

    def matching(
        self, *, asked_by: Principal, customer_id: UUID | None, status: Status | None
    ) -> Select[Any]:
        """The applications that whoever asks may see."""
        wanted = select(Application)
        if not asked_by.is_staff:
            wanted = wanted.where(applications.c.customer_id == asked_by.customer_id)
        if customer_id is not None:
            wanted = wanted.where(applications.c.customer_id == customer_id)
        if status is not None:
            wanted = wanted.where(applications.c.status == status)
        return wanted
