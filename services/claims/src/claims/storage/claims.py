"""Where the claims are kept."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, exists, select, update

from chassis.errors import Conflict, NotFound
from chassis.identity import Principal
from chassis.work import Work
from claims.domain.claim import Claim, Status
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

    async def forget(self, customer_id: UUID) -> None:
        """Take the words out of every claim of this customer."""
        theirs = update(claims).where(claims.c.customer_id == customer_id)
        words = {"description": "", "reason": None, "filed_by": ""}
        await self._session.execute(theirs.values(**words, version=claims.c.version + 1))

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
