"""When money last moved an account, by the payer's own bank: what cover may count from."""

from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import select

from chassis.work import Work
from policy.domain.money.ledger import Kind
from policy.storage.money.ledger import journals
from policy.storage.money.statements import entries

_NO_MATTER: Final = (Kind.EARNED,)
_MONEY: Final = (Kind.RECEIVED, Kind.RESOLVED)


async def money_came_on(policy_id: UUID, work: Work) -> date | None:
    """The day it was paid, where a payment was what last changed the account; None otherwise."""
    wanted = (
        select(journals.c.kind, entries.c.paid_on)
        .outerjoin(entries, entries.c.id == journals.c.entry_id)
        .where(journals.c.policy_id == policy_id, journals.c.kind.not_in(_NO_MATTER))
        .order_by(journals.c.at.desc(), journals.c.id.desc())
        .limit(1)
    )
    found = (await work.session.execute(wanted)).first()
    return found.paid_on if found is not None and found.kind in _MONEY else None
