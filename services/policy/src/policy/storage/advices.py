"""Where advice is kept, with everything it was given on."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Index, Select, Table, Text, Uuid, select
from sqlalchemy.orm import registry

from chassis.database import utc_instant, version_column
from chassis.documents import Document
from chassis.errors import NotFound
from chassis.identity import Principal
from chassis.work import Work
from policy.domain.advice.advice import Advice, Decision
from policy.domain.advice.outcome import Outcome
from policy.domain.advice.situation import Situation
from policy.storage.customers import customers
from policy.storage.tables import metadata

advices = Table(
    "advices",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("customer_id", Uuid, ForeignKey(customers.c.id), nullable=False),
    Column("method_version", Text, nullable=False),
    Column("situation", Document(Situation), nullable=False),
    Column("outcome", Document(Outcome), nullable=False),
    Column("decisions", Document(tuple[Decision, ...]), nullable=False),
    utc_instant("given_at"),
    Column("given_by", Text, nullable=False),
    version_column(),
)
# A customer's advice, newest first: ids grow with time.
Index(None, advices.c.customer_id, advices.c.id)


def map_advices(mappers: registry) -> None:
    """Map the advice to its table."""
    mappers.map_imperatively(Advice, advices, version_id_col=advices.c.version)


class Advices:
    """The advice that was given."""

    key: Final = (advices.c.id,)

    def __init__(self, work: Work) -> None:
        self._session = work.session

    def add(self, advice: Advice) -> None:
        """Keep new advice."""
        self._session.add(advice)

    async def get(self, advice_id: UUID, *, asked_by: Principal) -> Advice:
        """The advice, if whoever asks may see it; to a stranger there is none."""
        advice = await self._session.get(Advice, advice_id)
        if advice is None or not asked_by.sees(advice.customer_id):
            raise NotFound(f"there is no advice {advice_id}")
        return advice

    def matching(self, *, asked_by: Principal, customer_id: UUID | None) -> Select[Any]:
        """The advice that whoever asks may see, given to this customer."""
        wanted = select(Advice)
        if not asked_by.is_staff:
            wanted = wanted.where(advices.c.customer_id == asked_by.customer_id)
        if customer_id is not None:
            wanted = wanted.where(advices.c.customer_id == customer_id)
        return wanted
