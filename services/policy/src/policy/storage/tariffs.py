"""Where the tariff of a contract is found: its product, at the version it was sold on."""

from dataclasses import dataclass, replace
from decimal import Decimal

from policy.domain.contract.agreed import Agreed
from policy.domain.contract.change import CoverAdded, CoverChange
from policy.domain.contract.tariff import Tariff
from policy.domain.offer import PaymentMode
from policy.domain.period import Period
from policy.domain.policy import Policy
from policy.domain.product import NotOffered, Product
from policy.storage.products import Products


@dataclass(frozen=True)
class OneCoverTariff:
    """The tariff of a product of one cover that prices itself."""

    product: Product
    term: Period

    def rate(self, agreed: Agreed) -> Agreed:
        """Sum insured, deductible and days are all it asks."""
        if not agreed.covers:
            raise NotOffered(f"{self.product.id} is nothing without its cover", field="/change")
        covers = tuple(
            replace(
                cover,
                premium=self.product.premium(
                    sum_insured=cover.limit, deductible=cover.deductible, period=self.term
                ),
            )
            for cover in agreed.covers
        )
        return replace(agreed, covers=covers)

    def surcharge_rate(self, mode: PaymentMode) -> Decimal:
        """It is paid yearly."""
        if mode is not PaymentMode.YEARLY:
            raise NotOffered(f"{self.product.id} is paid yearly", field="/change/payment_mode")
        return Decimal(0)

    def adds(self, change: CoverChange) -> CoverAdded:
        """It has the one cover."""
        raise NotOffered(f"{self.product.id} has no cover {change.id}", field="/change/covers")


class Tariffs:
    """The tariffs of contracts."""

    def of(self, policy: Policy) -> Tariff:
        """The one this contract was sold on."""
        term = Period(
            starts_on=policy.starts_on, ends_on=policy.term_ends_on, time_zone=policy.time_zone
        )
        return OneCoverTariff(Products().get(policy.product), term)
