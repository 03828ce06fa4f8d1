"""What one person sent back without a second one: split, a sum is still one sum."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select, text

from chassis.work import Work
from policy.domain.money.refund import Status as RefundStatus
from policy.domain.money.suspense import Status
from policy.storage.money.refunds import refunds
from policy.storage.money.suspense import suspense

_LOCK: Final = text("SELECT pg_advisory_xact_lock(hashtextextended('sent-alone:' || :by, 0))")
_NOTHING: Final = Decimal(0)


class SentAlone:
    """Refunds and returns from suspense that took one person."""

    def __init__(self, work: Work) -> None:
        self._session = work.session

    async def total(
        self,
        *,
        by: str,
        since: datetime,
        receiver: str | None,
        currency: str,
        policy_id: UUID | None = None,
    ) -> Decimal:
        """To this receiver, and of this contract's credit; one after the other for one person."""
        await self._session.execute(_LOCK, {"by": by})
        of_credit = refunds.c.policy_id == policy_id
        to_them = refunds.c.to_account == receiver
        refunded = _sum(refunds).where(
            refunds.c.status.in_([RefundStatus.SENT, RefundStatus.CONFIRMED]),
            refunds.c.wanted_by == by,
            refunds.c.decided_by == by,
            refunds.c.decided_at > since,
            refunds.c.amount_currency == currency,
            _either(of_credit if policy_id else None, to_them if receiver else None),
        )
        returned = _sum(suspense).where(
            suspense.c.status.in_([Status.RETURNED, Status.CONFIRMED]),
            suspense.c.return_wanted_by.is_(None),
            suspense.c.resolved_by == by,
            suspense.c.resolved_at > since,
            suspense.c.amount_currency == currency,
            suspense.c.to_account == receiver,
        )
        sums = [await self._session.scalar(one) for one in (refunded, returned)]
        return sum((one for one in sums if one is not None), _NOTHING)


def _sum(table: Any) -> Select[Any]:
    return select(func.sum(table.c.amount_amount))


def _either(*conditions: ColumnElement[bool] | None) -> ColumnElement[bool]:
    return or_(*(one for one in conditions if one is not None))
