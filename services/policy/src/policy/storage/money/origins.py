"""A column that holds whose money a credit is, written and read by hand as the lines are."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Dialect, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB

from chassis.money import Money
from policy.domain.money.origin import Origin


class Origins(TypeDecorator[tuple[Origin, ...]]):
    """The origins of a credit, whole: they are replaced and never edited."""

    impl = JSONB
    cache_ok = True

    def process_bind_param(self, value: tuple[Origin, ...] | None, dialect: Dialect) -> Any:
        """As JSON can say it."""
        return None if value is None else [_written(one) for one in value]

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[Origin, ...] | None:
        """As they were."""
        return None if value is None else tuple([_read(one) for one in value])


def _written(one: Origin) -> dict[str, Any]:
    return {
        "payer": one.payer,
        "entry_id": None if one.entry_id is None else str(one.entry_id),
        "amount": str(one.amount.amount),
        "currency": one.amount.currency,
    }


def _read(one: dict[str, Any]) -> Origin:
    return Origin(
        payer=one["payer"],
        entry_id=None if one["entry_id"] is None else UUID(one["entry_id"]),
        amount=Money(Decimal(one["amount"]), one["currency"]),
    )
