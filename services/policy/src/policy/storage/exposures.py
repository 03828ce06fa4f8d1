"""What must be counted together when one more is accepted: by the customer, and at the address."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    TIMESTAMP,
    ColumnElement,
    Select,
    Text,
    Uuid,
    bindparam,
    exists,
    func,
    literal,
    select,
)

from chassis.plain import Plain
from chassis.work import Work
from contracts.insured import Address
from policy.domain.application import Application
from policy.domain.application import Status as Stage
from policy.domain.policy import Status
from policy.domain.underwriting.authority import Counted, Limits
from policy.domain.where import key_of
from policy.storage.applications import applications
from policy.storage.policies import policies

_HOLD: Final = Plain(
    "SELECT pg_advisory_xact_lock(hashtextextended(key, 0)) "
    "FROM unnest(CAST(:keys AS text[])) AS key"
)
_IN_EUROS: Final = "EUR"  # as `applications.exposure` is
_UNKNOWN: Final = Decimal(1000)


class Exposures:
    """What we have accepted already: applications that were, and contracts that had none."""

    def __init__(self, work: Work) -> None:
        self._session, self._now = work.session, work.now

    async def together(self, application: Application, limits: Limits) -> Counted:
        """This application and what counts together with it."""
        offer = application.offer
        customer, address = await self._beside(
            application.customer_id, offer.place, limits, but=application.id
        )
        return limits.count(application.line, offer, customer=customer, address=address)

    async def counted(self, customer_id: UUID, place: Address, limits: Limits) -> Decimal:
        """By the customer within the window, or at the same address while it lasts: the larger."""
        return max(await self._beside(customer_id, place, limits))

    async def _beside(
        self, customer_id: UUID, place: Address, limits: Limits, *, but: UUID | None = None
    ) -> tuple[Decimal, Decimal]:
        """Of the customer and at the address, in euros.

        Whoever decides on the same customer or address meanwhile waits for us.
        """
        key = key_of(place)
        held = sorted({f"exposed/{customer_id}", f"exposed/{key}"})
        await _HOLD.rows(self._session, {"keys": held})
        asked = {
            "customer_id": customer_id,
            "key": key,
            "since": self._now - timedelta(days=limits.window_days),
            "now": self._now,
            "but": but,
        }
        rows = await _beside().rows(self._session, asked)
        return _sum(rows, limits, 1), _sum(rows, limits, 2)


def _sum(rows: Sequence[Any], limits: Limits, nth: int) -> Decimal:
    euros = {**limits.euros, _IN_EUROS: Decimal(1)}
    return sum((row[nth] * euros.get(row[0], _UNKNOWN) for row in rows), Decimal(0))


_CUSTOMER: Final = bindparam("customer_id", type_=Uuid)
_KEY: Final = bindparam("key", type_=Text)
_SINCE: Final = bindparam("since", type_=TIMESTAMP(timezone=True))
_NOW: Final = bindparam("now", type_=TIMESTAMP(timezone=True))
_BUT: Final = bindparam("but", type_=Uuid)


@cache
def _beside() -> Plain:
    """Built once: to put it together costs more than to ask."""
    return Plain.of(_accepted().union_all(_issued_otherwise()))


def _accepted() -> Select[Any]:
    theirs = (applications.c.customer_id == _CUSTOMER) & (applications.c.accepted_at > _SINCE)
    there = applications.c.place_key == _KEY
    over = policies.c.id.is_not(None) & ~_lasts()
    return (
        _totals(literal(_IN_EUROS), applications.c.exposure, theirs, there)
        .select_from(applications.outerjoin(policies))
        .where(
            theirs | there,
            applications.c.accepted_at.is_not(None),
            applications.c.status != Stage.WITHDRAWN,
            applications.c.id.is_distinct_from(_BUT),
            ~over,
        )
    )


def _issued_otherwise() -> Select[Any]:
    """Contracts that came without an application: over the counter, or with a book brought in."""
    theirs = (policies.c.customer_id == _CUSTOMER) & (policies.c.issued_at > _SINCE)
    there = policies.c.place_key == _KEY
    currency = policies.c.sum_insured_currency
    return (
        _totals(currency, policies.c.sum_insured_amount, theirs, there)
        .where(
            theirs | there,
            _lasts(),
            ~exists().where(applications.c.policy_id == policies.c.id),
        )
        .group_by(currency)
    )


def _lasts() -> ColumnElement[bool]:
    """Given back, it ends on its first day, which may be still to come."""
    return (policies.c.ends_at > _NOW) & (policies.c.status != Status.WITHDRAWN)


def _totals(
    currency: ColumnElement[Any],
    amount: ColumnElement[Any],
    theirs: ColumnElement[bool],
    there: ColumnElement[bool],
) -> Select[Any]:
    sums = (func.coalesce(func.sum(amount).filter(whose), 0) for whose in (theirs, there))
    return select(currency, *sums)
