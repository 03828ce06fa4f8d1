"""Where the versions of contracts' terms are kept."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import Column, Date, ForeignKey, Index, Table, Uuid, select
from sqlalchemy.orm import registry

from chassis.database import utc_instant
from chassis.documents import Document
from chassis.ids import new_id
from chassis.work import Work
from policy.domain.contract.agreed import Agreed
from policy.domain.contract.picture import Stretch
from policy.domain.contract.versions import ContractVersion, known_stretches, rewrite
from policy.domain.policy import Policy
from policy.storage.policies import policies
from policy.storage.tables import metadata

contract_versions = Table(
    "contract_versions",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("policy_id", Uuid, ForeignKey(policies.c.id), nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    utc_instant("recorded_at"),
    utc_instant("superseded_at", nullable=True),
    Column("agreed", Document(Agreed), nullable=False),
)
Index(None, contract_versions.c.policy_id, contract_versions.c.starts_on)


def map_versions(mappers: registry) -> None:
    """Map the version to its table."""
    mappers.map_imperatively(ContractVersion, contract_versions)


class Versions:
    """What was agreed, by effective day and by the time we knew."""

    def __init__(self, work: Work) -> None:
        self._session = work.session
        self._now = work.now

    def first(self, policy: Policy) -> list[ContractVersion]:
        """What was agreed as it was sold, for `Accounts.open` to keep with the contract."""
        return self._rewritten([], [policy.whole_term], policy.id)

    def follow(self, policy: Policy, coming: Stretch) -> None:
        """Keep the first version of the next term, beside those of the ones before."""
        self._session.add_all(self._rewritten([], [coming], policy.id))

    async def end_with_term(self, policy: Policy) -> None:
        """No term follows the one that runs: what was to come is known no more."""
        for version in await self.of(policy.id):
            if version.starts_on >= policy.term_ends_on and version.superseded_at is None:
                version.superseded_at = self._now

    async def _of_term(self, policy: Policy) -> list[ContractVersion]:
        days = (policy.starts_on, policy.term_ends_on)
        found = await self.of(policy.id)
        return [one for one in found if days[0] <= one.starts_on < days[1]]

    async def of(self, policy_id: UUID) -> Sequence[ContractVersion]:
        """Every version of this contract there ever was, by day and then by recording."""
        found = await self._session.scalars(
            select(ContractVersion)
            .where(contract_versions.c.policy_id == policy_id)
            .order_by(contract_versions.c.starts_on, contract_versions.c.recorded_at)
        )
        return found.all()

    async def of_each(self, policy_ids: Iterable[UUID]) -> dict[UUID, list[ContractVersion]]:
        """Every version of each of these contracts, in one look."""
        found = await self._session.scalars(
            select(ContractVersion).where(contract_versions.c.policy_id.in_(policy_ids))
        )
        of_each: dict[UUID, list[ContractVersion]] = {}
        for version in found:
            of_each.setdefault(version.policy_id, []).append(version)
        return of_each

    async def stretches(self, policy: Policy) -> list[Stretch]:
        """The terms of the term that runs by their days, as we know them now."""
        found = await self._of_term(policy)
        return known_stretches(found, known_at=self._now) or [policy.whole_term]

    async def rewrite(self, policy: Policy, stretches: Sequence[Stretch]) -> None:
        """Write down that these are the terms now; what was known before stays."""
        before = await self._of_term(policy)
        self._session.add_all(self._rewritten(before, stretches, policy.id))

    def _rewritten(
        self, before: Sequence[ContractVersion], stretches: Sequence[Stretch], policy_id: UUID
    ) -> list[ContractVersion]:
        return rewrite(before, stretches, policy_id=policy_id, at=self._now, ids=new_id)
