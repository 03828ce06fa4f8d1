"""Where the risk profiles are kept; they are never edited, and the newest of a customer counts."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Index, Select, Table, Text, Uuid, select
from sqlalchemy.orm import registry

from chassis.database import Word, utc_instant
from chassis.documents import Document
from chassis.errors import NotFound
from chassis.identity import Principal
from chassis.work import Work
from policy.domain.risks.profile import Finding, OpenRule, RiskProfile
from policy.domain.risks.questionnaire import Stage
from policy.storage.customers import customers
from policy.storage.tables import metadata

risk_profiles = Table(
    "risk_profiles",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("customer_id", Uuid, ForeignKey(customers.c.id), nullable=False),
    Column("questionnaire", Text, nullable=False),
    Column("questionnaire_version", Text, nullable=False),
    Column("stage", Word(Stage)),
    Column("answers", Document(Mapping[str, str]), nullable=False),
    Column("findings", Document(tuple[Finding, ...]), nullable=False),
    Column("open", Document(tuple[OpenRule, ...]), nullable=False),
    utc_instant("made_at"),
    Column("made_by", Text, nullable=False),
)
# A customer's profiles, newest first: ids grow with time.
Index(None, risk_profiles.c.customer_id, risk_profiles.c.id)


def map_risk_profiles(mappers: registry) -> None:
    """Map the profile to its table."""
    mappers.map_imperatively(RiskProfile, risk_profiles)


class RiskProfiles:
    """The risk profiles."""

    key: Final = (risk_profiles.c.id,)

    def __init__(self, work: Work) -> None:
        self._session = work.session

    def add(self, profile: RiskProfile) -> None:
        """Keep a new profile."""
        self._session.add(profile)

    async def get(self, profile_id: UUID, *, asked_by: Principal) -> RiskProfile:
        """The profile, if whoever asks may see it; to a stranger there is none."""
        profile = await self._session.get(RiskProfile, profile_id)
        if profile is None or not asked_by.sees(profile.customer_id):
            raise NotFound(f"there is no risk profile {profile_id}")
        return profile

    async def latest(self, customer_id: UUID) -> RiskProfile | None:
        """The newest profile of this customer, if there is one."""
        newest = risk_profiles.c.id.desc()
        theirs = select(RiskProfile).where(risk_profiles.c.customer_id == customer_id)
        found: RiskProfile | None = await self._session.scalar(theirs.order_by(newest).limit(1))
        return found

    def matching(self, *, asked_by: Principal, customer_id: UUID | None) -> Select[Any]:
        """The profiles that whoever asks may see, of this customer."""
        wanted = select(RiskProfile)
        if not asked_by.is_staff:
            wanted = wanted.where(risk_profiles.c.customer_id == asked_by.customer_id)
        if customer_id is not None:
            wanted = wanted.where(risk_profiles.c.customer_id == customer_id)
        return wanted
