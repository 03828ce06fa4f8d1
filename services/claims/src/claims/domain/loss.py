"""A loss, as it was told to us."""

from dataclasses import dataclass
from datetime import datetime

from chassis.errors import Rejected
from chassis.money import CurrencyMismatch, Money
from claims.domain.cover import Cover
from contracts.insured import Peril


class NotYetHappened(Rejected, code="not-yet-happened"):
    """A loss is told after it happened."""


class ImpossibleAmount(Rejected, code="impossible-amount"):
    """Damage and value of the property are not negative."""


@dataclass(frozen=True, kw_only=True)
class Loss:
    """What happened, when, and what it did."""

    peril: Peril
    occurred_at: datetime
    damage: Money
    property_value: Money | None = None

    def must_be_possible(self, cover: Cover, *, at: datetime) -> None:
        """Refuse what cannot be: a loss to come, another currency, a negative amount."""
        if self.occurred_at > at:
            raise NotYetHappened(
                f"{self.occurred_at:%Y-%m-%d %H:%M} UTC is to come", field="/occurred_at"
            )
        _must_be_possible("damage", self.damage, cover)
        if self.property_value is not None:
            _must_be_possible("property_value", self.property_value, cover)


def _must_be_possible(name: str, money: Money, cover: Cover) -> None:
    currency = cover.sum_insured.currency
    if money.currency != currency:
        raise CurrencyMismatch(f"the cover is in {currency}", field=f"/{name}/currency")
    if money < Money.zero(currency):
        raise ImpossibleAmount(f"{money} is negative", field=f"/{name}")
