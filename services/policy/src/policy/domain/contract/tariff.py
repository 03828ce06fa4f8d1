"""What a contract asks of the product version it was sold on when its terms change."""

from decimal import Decimal
from typing import Protocol

from policy.domain.contract.agreed import Agreed
from policy.domain.contract.change import CoverAdded, CoverChange
from policy.domain.offer import Levy, Offer, PaymentMode


class Tariff(Protocol):
    """Prices terms; refuses what the product does not have."""

    def rate(self, agreed: Agreed) -> Agreed:
        """The same terms, each cover with its premium for the whole term."""
        ...

    def surcharge_rate(self, mode: PaymentMode) -> Decimal:
        """What paying so often adds to the premium, as a fraction."""
        ...

    def levies(self, agreed: Agreed) -> tuple[Levy, ...]:
        """The taxes and surcharges for the whole term, were these terms always so."""
        ...

    def offer(self, agreed: Agreed) -> tuple[Offer, tuple[str, ...]] | None:
        """The same terms as they would be offered, and what a person must see of them.

        None for a product without questions, which has no rules to judge them by.
        """
        ...

    def allows(self, change: CoverChange) -> None:
        """Refuse a cover that cannot be on other terms by itself."""
        ...

    def adds(self, change: CoverChange) -> CoverAdded:
        """What a cover that is added begins with."""
        ...
