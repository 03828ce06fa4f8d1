"""Money: an exact amount in a currency, a string on the wire, never a float."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Final, Self

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema

from chassis.errors import Rejected

LARGEST: Final = Decimal("999999999999.99")  # what numeric(14, 2) holds


class CurrencyMismatch(Rejected, code="currency-mismatch"):
    """Amounts in two currencies cannot be added or compared."""


_WRITTEN: Final = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,2})?")


def _exact(value: object) -> object:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, str) and _WRITTEN.fullmatch(value):
        return value
    raise ValueError("an amount is a string such as '1250.00', with at most two decimals")


Amount = Annotated[
    Decimal,
    BeforeValidator(_exact),
    Field(ge=-LARGEST, le=LARGEST, max_digits=14, decimal_places=2, allow_inf_nan=False),
    PlainSerializer(lambda amount: f"{amount:.2f}", return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": f"^{_WRITTEN.pattern}$", "examples": ["1250.00"]}),
]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$", examples=["USD"])]


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount with two decimals in an ISO 4217 currency: `Money(Decimal("1250.00"), "USD")`."""

    amount: Amount
    currency: Currency

    @classmethod
    def zero(cls, currency: str) -> Self:
        """Nothing, in `currency`."""
        return cls(Decimal("0.00"), currency)

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.amount - other.amount, self.currency)

    def __lt__(self, other: "Money") -> bool:
        self._same(other)
        return self.amount < other.amount

    def __le__(self, other: "Money") -> bool:
        self._same(other)
        return self.amount <= other.amount

    def __gt__(self, other: "Money") -> bool:
        return other < self

    def __ge__(self, other: "Money") -> bool:
        return other <= self

    def __bool__(self) -> bool:
        return bool(self.amount)

    def __str__(self) -> str:
        return f"{self.currency} {self.amount:,.2f}"

    def times(self, factor: Decimal) -> "Money":
        """This amount times `factor`, rounded half up to the cent, as invoices do."""
        cents = (self.amount * factor).quantize(Decimal("0.01"), ROUND_HALF_UP)
        return Money(cents, self.currency)

    def _same(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency}")
