"""Where the claims are kept."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, exists, or_, select, update

from chassis.errors import Conflict, NotFound
from chassis.identity import Principal
from chassis.work import Work
from claims.domain.claim import SETTLED, Claim, Status
from claims.storage.tables import claims


class ReferenceUsed(Conflict, code="payment-reference-used"):
    """Another claim was paid under this reference."""


class Claims:
    """The claims."""

    key: Final = (claims.c.id,)

    def __init__(self, work: Work) -> None:
        self._session = work.session

    def add(self, claim: Claim) -> None:
        """Keep a new claim."""
        self._session.add(claim)

    async def get(self, claim_id: UUID, *, asked_by: Principal) -> Claim:
        """The claim, if whoever asks may see it; to a stranger there is none."""
        claim = await self._session.get(Claim, claim_id)
        if claim is None or not asked_by.sees(claim.customer_id):
            raise NotFound(f"there is no claim {claim_id}")
        return claim

    async def forget(self, customer_id: UUID) -> bool:
        """Take the words out of every settled claim of this customer; whether there were any."""
        one = claims.c
        worded = or_(one.description != "", one.reason.is_not(None), one.filed_by != "")
        theirs = update(claims).where(
            one.customer_id == customer_id, one.status.in_(SETTLED), worded
        )
        words = {"description": "", "reason": None, "filed_by": ""}
        done = theirs.values(**words, version=one.version + 1).returning(one.id)
        return (await self._session.scalars(done)).first() is not None

    async def numbers_of_day(self, policy_id: UUID, day: date) -> Sequence[str]:
        """The claims on this policy for a loss on that day, but for those taken back."""
        found = await self._session.scalars(
            select(claims.c.number)
            .where(
                claims.c.policy_id == policy_id,
                claims.c.occurred_on == day,
                claims.c.status != Status.WITHDRAWN,
            )
            .order_by(claims.c.id)
        )
        return found.all()

    async def must_be_new(self, payment_reference: str) -> None:
        """Refuse a reference another claim was paid under."""
        used = exists().where(claims.c.payment_reference == payment_reference)
        if await self._session.scalar(select(used)):
            raise ReferenceUsed(f"{payment_reference} paid another claim", field="/reference")

    def matching(
        self, *, asked_by: Principal, status: Status | None, policy_id: UUID | None
    ) -> Select[Any]:
        """The claims that whoever asks may see, in this status and on this policy."""
        wanted = select(Claim)
        if not asked_by.is_staff:
            wanted = wanted.where(claims.c.customer_id == asked_by.customer_id)
        if status is not None:
            wanted = wanted.where(claims.c.status == status)
        if policy_id is not None:
            wanted = wanted.where(claims.c.policy_id == policy_id)
        return wanted
