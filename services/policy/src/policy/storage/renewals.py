"""Where renewals are kept, one for each next term of a contract, with their notices."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    select,
)
from sqlalchemy.orm import registry

from chassis.database import status_column, utc_instant, version_column
from chassis.documents import Document
from chassis.errors import NotFound
from chassis.work import Work
from policy.domain.contract.change import Change
from policy.domain.policy import Policy
from policy.domain.renewing.notices import RenewalNotice
from policy.domain.renewing.proposal import Comparison
from policy.domain.renewing.renewal import Renewal, RenewalStatus, Settled
from policy.storage.policies import policies
from policy.storage.tables import metadata

renewals = Table(
    "renewals",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("policy_id", Uuid, ForeignKey(policies.c.id), nullable=False),
    Column("customer_id", Uuid, nullable=False),
    Column("term", Integer, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("law", Text, nullable=False),
    Column("automatic", Boolean, nullable=False),
    Column("most_rise", Text, nullable=False),
    utc_instant("opened_at"),
    status_column("status", RenewalStatus),
    Column("change", Document(Change), nullable=False),
    Column("compared", Document(Comparison)),
    Column("notices", Document(list[RenewalNotice]), nullable=False),
    Column("reason", Text),
    utc_instant("answered_at", nullable=True),
    Column("answered_by", Text),
    Column("settled", Document(Settled)),
    utc_instant("settled_at", nullable=True),
    version_column(),
    UniqueConstraint("policy_id", "term"),
)
# Which renewal waits to hear of a notice.
renewal_notices = Table(
    "renewal_notices",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("renewal_id", Uuid, ForeignKey(renewals.c.id), nullable=False),
)
Index(None, renewal_notices.c.renewal_id)


def map_renewals(mappers: registry) -> None:
    """Map the renewal to its table."""
    mappers.map_imperatively(Renewal, renewals, version_id_col=renewals.c.version)


class Renewals:
    """The renewals of contracts."""

    def __init__(self, work: Work) -> None:
        self._session = work.session

    def add(self, renewal: Renewal) -> None:
        """Open one."""
        self._session.add(renewal)

    async def get(self, renewal_id: UUID) -> Renewal:
        """This one; nobody else changes it meanwhile."""
        found = await self._session.get(Renewal, renewal_id, with_for_update=True)
        if found is None:
            raise NotFound(f"there is no renewal {renewal_id}")
        return found

    async def following(self, policy: Policy) -> Renewal | None:
        """That of the term that runs, if it was opened."""
        return await self.of_term(policy.id, policy.term_number + 1)

    async def of_term(self, policy_id: UUID, term: int) -> Renewal | None:
        """The one by which this term begins, or would."""
        return await self._session.scalar(
            select(Renewal).where(renewals.c.policy_id == policy_id, renewals.c.term == term)
        )

    async def agreed(self, policy: Policy) -> Sequence[Renewal]:
        """Those by which a term of this contract was agreed, in their order."""
        wanted = select(Renewal).where(
            renewals.c.policy_id == policy.id, renewals.c.status == RenewalStatus.RENEWED
        )
        return (await self._session.scalars(wanted.order_by(renewals.c.term))).all()

    async def latest(self, policy: Policy) -> Renewal:
        """The one of the next term, or by which the present one began; the contract was shown."""
        found = await self._session.scalar(
            select(Renewal)
            .where(renewals.c.policy_id == policy.id)
            .order_by(renewals.c.term.desc())
            .limit(1)
        )
        if found is None:
            raise NotFound(f"no next term of {policy.number} is reckoned yet")
        return found

    async def expect(self, notice_id: UUID, renewal: Renewal) -> None:
        """Remember who waits to hear of this notice."""
        await self._session.flush()  # the renewal is there before what refers to it
        row = {"id": notice_id, "renewal_id": renewal.id}
        await self._session.execute(renewal_notices.insert().values(row))

    async def of_notice(self, notice_id: UUID) -> Renewal | None:
        """The renewal that waits to hear of this notice; None when it is not of ours."""
        wanted = select(renewal_notices.c.renewal_id).where(renewal_notices.c.id == notice_id)
        found = await self._session.scalar(wanted)
        return None if found is None else await self.get(found)
