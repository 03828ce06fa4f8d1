"""The price that was agreed, where it is not that of the tariff: it holds, whatever is changed.

A cover costs what the tariff says, in the proportion in which it was sold: what nobody changed
costs what was agreed, to the cent, and what is added comes at the tariff.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from chassis.money import Money
from policy.domain.contract.agreed import Agreed, AgreedCover
from policy.domain.contract.change import CoverAdded, CoverChange
from policy.domain.contract.tariff import Tariff
from policy.domain.offer import Levy, Offer, PaymentMode
from policy.domain.pricing.instalments import surcharge
from policy.domain.pricing.levies import LevyBook, levied_anew
from policy.domain.pricing.rounding import rounded


@dataclass(frozen=True)
class Bargain:
    """The tariff of a contract, at the price of its own."""

    tariff: Tariff
    original: Agreed
    """The terms first agreed, each cover at its price."""
    net: Money
    """What they come to with the surcharge for instalments."""
    book: LevyBook
    """Says what each levy is taken on."""

    def rate(self, agreed: Agreed) -> Agreed:
        """By the tariff, in the proportion of the sale; what is as it was sold costs the same."""
        if is_as_sold(agreed, self.original):
            return replace(agreed, covers=self.original.covers)
        rated = self.tariff.rate(agreed)
        return replace(rated, covers=tuple(self._kept(cover) for cover in rated.covers))

    def surcharge_rate(self, mode: PaymentMode) -> Decimal:
        """As the tariff says; for the way to pay that was agreed, as was agreed."""
        rate, premium = self.tariff.surcharge_rate(mode), self.original.premium
        told = premium + surcharge(premium, rate)
        if mode is not self.original.payment_mode or told == self.net or not premium:
            return rate
        return (self.net - premium).amount / premium.amount

    def levies(self, agreed: Agreed) -> tuple[Levy, ...]:
        """The taxes the law asks for at this price: nobody negotiates those."""
        levies = self.tariff.levies(agreed)
        if not levies:
            return levies
        listed, rate = self.tariff.rate(agreed).premium, self.tariff.surcharge_rate
        whole = listed + surcharge(listed, rate(agreed.payment_mode))
        return levied_anew(levies, self.book, own=whole, offered=self.whole(agreed))

    def whole(self, agreed: Agreed) -> Money:
        """Net, for a whole term on these terms, with what paying in instalments adds."""
        premium = agreed.premium
        return premium + surcharge(premium, self.surcharge_rate(agreed.payment_mode))

    def offer(self, agreed: Agreed) -> tuple[Offer, tuple[str, ...]] | None:
        """As the tariff would offer it: it is judged by what is insured, not by its price."""
        return self.tariff.offer(agreed)

    def allows(self, change: CoverChange) -> None:
        """As the tariff does."""
        self.tariff.allows(change)

    def adds(self, change: CoverChange) -> CoverAdded:
        """As the tariff does."""
        return self.tariff.adds(change)

    @cached_property
    def _listed(self) -> Agreed:
        return self.tariff.rate(self.original)

    def _kept(self, cover: AgreedCover) -> AgreedCover:
        sold, listed = self.original.cover(cover.id), self._listed.cover(cover.id)
        if sold is None or listed is None or sold.premium == listed.premium or not listed.premium:
            return cover
        if cover.premium == listed.premium:
            return replace(cover, premium=sold.premium)
        exact = cover.premium.amount * sold.premium.amount / listed.premium.amount
        return replace(cover, premium=rounded(exact, cover.premium.currency))


def is_as_sold(agreed: Agreed, original: Agreed) -> bool:
    """Whether nothing is otherwise that a price could follow from."""
    return (agreed.place, agreed.covers, agreed.payment_mode, dict(agreed.answers)) == (
        original.place, original.covers, original.payment_mode, dict(original.answers),
    )  # fmt: skip
