"""A column that holds the lines of an invoice, written and read by hand.

A statement of the bank reads them by the thousand; checking what we wrote ourselves, field by
field, was a fifth of the whole import (docs/decisions/0136).
"""

from decimal import Decimal
from typing import Any

from sqlalchemy import Dialect, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB

from chassis.money import Money
from policy.domain.money.line import Line


class Lines(TypeDecorator[tuple[Line, ...]]):
    """The lines, whole: they are replaced and never edited."""

    impl = JSONB
    cache_ok = True

    def process_bind_param(self, value: tuple[Line, ...] | None, dialect: Dialect) -> Any:
        """As JSON can say it: amounts and rates as text."""
        return None if value is None else [_written(line) for line in value]

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[Line, ...] | None:
        """As they were."""
        return None if value is None else tuple([_read(line) for line in value])


def _written(line: Line) -> dict[str, Any]:
    return {
        "id": line.id,
        "amount": str(line.amount.amount),
        "currency": line.amount.currency,
        "rate": None if line.rate is None else str(line.rate),
        "on_payment": line.on_payment,
        "on_premium": line.on_premium,
    }


def _read(line: dict[str, Any]) -> Line:
    rate = line["rate"]
    return Line(
        id=line["id"],
        amount=Money(Decimal(line["amount"]), line["currency"]),
        rate=None if rate is None else Decimal(rate),
        on_payment=line["on_payment"],
        on_premium=line["on_premium"],
    )
