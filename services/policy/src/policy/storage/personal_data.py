"""All we know of somebody, read and forgotten by the list of tables in `personal`."""

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select, text, union_all, update

from chassis.forgetting import forget_answers
from chassis.personal_data import Told
from chassis.work import Work
from policy.storage.applications import applications
from policy.storage.documents import document_contents
from policy.storage.papers import paper_contents
from policy.storage.personal import DELETE, PERSONAL
from policy.storage.policies import policies

_DOWNLOADED: Final = (document_contents, paper_contents)
"""Bytes: the export names them, and they are downloaded one by one."""


class PersonalData:
    """All we know of a person, wherever it is."""

    def __init__(self, work: Work) -> None:
        self._work, self._session = work, work.session

    def told(self, customer_id: UUID) -> Iterable[Told]:
        """Every row about this person; the documents themselves can be downloaded."""
        return [
            Told(table=one.table, theirs=one.theirs(customer_id), hidden=one.hidden)
            for one in PERSONAL
            if one.table not in _DOWNLOADED
        ]

    async def forget(self, customer_id: UUID) -> None:
        """What no law keeps goes now, and what we answered to keyed requests about it."""
        await forget_answers([customer_id, *await self._belongings(customer_id)], self._work)
        await self._carry_out(customer_id, later=False)

    async def forget_the_rest(self, customer_id: UUID) -> None:
        """What was kept for the law goes, too."""
        await self._carry_out(customer_id, later=True)

    async def _belongings(self, customer_id: UUID) -> Sequence[UUID]:
        """Contracts and applications, by which answers are found that do not name the person."""
        theirs = union_all(
            *(
                select(one.c.id).where(one.c.customer_id == customer_id)
                for one in (policies, applications)
            )
        )
        return (await self._session.scalars(theirs)).all()

    async def _carry_out(self, customer_id: UUID, *, later: bool) -> None:
        session = self._session
        await session.flush()
        await session.execute(text("SET LOCAL policy.erasing = 'on'"))
        for one in PERSONAL:
            fate = one.later if later else one.now
            if fate is None:
                continue
            where = [one.theirs(customer_id)]
            if one.only is not None and not later:
                where.append(one.only)
            if fate == DELETE:
                await session.execute(delete(one.table).where(*where))
            else:
                await session.execute(update(one.table).where(*where).values(fate))
        await session.execute(text("SET LOCAL policy.erasing = 'off'"))
