"""Where claims know something of a person."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from sqlalchemy import select

from chassis.personal_data import Told
from claims.storage.tables import cancellations, claims, cover_history, covers

OF_OURS: Final = frozenset({"filed_by", "decided_by"})
"""Who of us, or of the customer's people, did it."""


def told(customer_id: UUID) -> Iterable[Told]:
    """Their claims, and what policy told us of their cover."""
    theirs = select(covers.c.policy_id).where(covers.c.customer_id == customer_id)
    return (
        Told(table=claims, theirs=claims.c.customer_id == customer_id, hidden=OF_OURS),
        Told(table=covers, theirs=covers.c.customer_id == customer_id),
        Told(table=cancellations, theirs=cancellations.c.policy_id.in_(theirs)),
        Told(table=cover_history, theirs=cover_history.c.policy_id.in_(theirs)),
    )
