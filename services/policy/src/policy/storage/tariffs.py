"""Where the tariff of a contract is found: its product, at the version it was sold on."""

from dataclasses import dataclass, replace
from decimal import Decimal

from policy.domain.contract.agreed import Agreed, AgreedCover
from policy.domain.contract.bargain import Bargain, is_as_sold
from policy.domain.contract.change import CoverAdded, CoverChange
from policy.domain.contract.tariff import Tariff
from policy.domain.offer import Levy, Offer, PaymentMode
from policy.domain.period import Period
from policy.domain.policy import Policy
from policy.domain.pricing.rating import price
from policy.domain.pricing.steps import Asked, Priced
from policy.domain.product import NotOffered, Product
from policy.domain.products import Plan
from policy.domain.renewing.comparing import Turn, compare_plans, compare_products
from policy.domain.renewing.proposal import Comparison, Proposal, from_agreed
from policy.storage.products import Products
from policy.storage.rates import levies


@dataclass(frozen=True)
class OneCoverTariff:
    """The tariff of a product of one cover that prices itself."""

    product: Product
    term: Period
    sold: PaymentMode
    """How it was agreed to be paid."""

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
        """It is paid yearly, or as it was sold."""
        if mode not in (PaymentMode.YEARLY, self.sold):
            raise NotOffered(f"{self.product.id} is paid yearly", field="/change/payment_mode")
        return Decimal(0)

    def levies(self, agreed: Agreed) -> tuple[Levy, ...]:
        """It is sold without."""
        return ()

    def offer(self, agreed: Agreed) -> tuple[Offer, tuple[str, ...]] | None:
        """It asks nothing, so nothing can be judged."""
        return None

    def allows(self, change: CoverChange) -> None:
        """Its sum and its deductible may be others."""

    def adds(self, change: CoverChange) -> CoverAdded:
        """It has the one cover."""
        raise NotOffered(f"{self.product.id} has no cover {change.id}", field="/change/covers")


@dataclass(frozen=True)
class PlanTariff:
    """The tariff of a plan: its sums and deductibles follow from the answers."""

    plan: Plan
    policy: Policy
    term: Period

    def rate(self, agreed: Agreed) -> Agreed:
        """The answers through the plan once more; levies are no part of a cover's premium."""
        covers = tuple(AgreedCover.of(cover) for cover in self.priced(agreed).covers)
        return replace(agreed, covers=covers)

    def levies(self, agreed: Agreed) -> tuple[Levy, ...]:
        """As they were known on the first day of the term."""
        return self.priced(agreed).levies

    def offer(self, agreed: Agreed) -> tuple[Offer, tuple[str, ...]] | None:
        """As a quote would make it of these answers."""
        priced = self.priced(agreed)
        return priced.offer(self._asked(agreed), self.plan), priced.refer

    def priced(self, agreed: Agreed) -> Priced:
        """With every step, as a quote of these answers would show it."""
        return price(self.plan, self._asked(agreed), levies())

    def _asked(self, agreed: Agreed) -> Asked:
        return Asked(
            product=self.plan.id,
            product_version=self.plan.version,
            jurisdiction=self.policy.jurisdiction,
            place=agreed.place,
            starts_on=self.term.starts_on,
            ends_on=self.term.ends_on,
            time_zone=self.term.time_zone,
            payment_mode=agreed.payment_mode,
            answers=dict(agreed.answers),
            priced_on=self.term.starts_on,
        )

    def surcharge_rate(self, mode: PaymentMode) -> Decimal:
        """As the plan says for each way to pay."""
        rates = self.plan.tariff.surcharges
        if mode not in rates:
            raise NotOffered(f"{self.plan.id} is not paid {mode}", field="/change/payment_mode")
        return rates[mode]

    def allows(self, change: CoverChange) -> None:
        """No cover is changed by itself: the answer it follows from is."""
        raise self._follows(change)

    def adds(self, change: CoverChange) -> CoverAdded:
        """A cover is added by the answer that chooses it."""
        raise self._follows(change)

    def _follows(self, change: CoverChange) -> NotOffered:
        return NotOffered(
            f"cover {change.id} of {self.plan.id} follows from its answers: change those",
            field="/change/covers",
        )


class Tariffs:
    """The tariffs of contracts."""

    def of(self, policy: Policy) -> Bargain:
        """The one this contract was sold on, at the price at which it was."""
        return Bargain(self.listed(policy), policy.original, policy.premium, levies())

    def listed(self, policy: Policy) -> Tariff:
        """The same at the price list, whatever was agreed."""
        term = Period(
            starts_on=policy.starts_on, ends_on=policy.term_ends_on, time_zone=policy.time_zone
        )
        simple = Products().of_one_cover(policy.product, policy.product_version)
        if simple is not None:
            return OneCoverTariff(simple, term, policy.original.payment_mode)
        return PlanTariff(Products().version(policy.product, policy.product_version), policy, term)

    def priced(self, policy: Policy, agreed: Agreed) -> Priced | None:
        """These terms step by step, as far as each cover costs what the price list says."""
        listed = self.listed(policy)
        if not isinstance(listed, PlanTariff):
            return None
        priced = listed.priced(agreed)
        own = {cover.id: cover.premium for cover in agreed.covers}
        return priced if own == {cover.id: cover.premium for cover in priced.covers} else None

    def as_agreed(self, policy: Policy, agreed: Agreed) -> Proposal:
        """These terms of its own for a whole term, at the price that is agreed."""
        net, levying = policy.premium, tuple(policy.levies)
        if not is_as_sold(agreed, policy.original):
            tariff = self.of(policy)
            net, levying = tariff.whole(agreed), tariff.levies(agreed)
        return Proposal(
            product_version=policy.product_version, agreed=agreed, net=net, levies=levying
        )

    def compare(self, policy: Policy, turn: Turn) -> Comparison:
        """The term that ends beside the next one, by the version on sale when that one begins."""
        compared = self._compared(policy, turn)
        return from_agreed(compared, self.as_agreed(policy, turn.agreed))

    def _compared(self, policy: Policy, turn: Turn) -> Comparison:
        products = Products()
        new = products.plan(policy.product, on=turn.next.starts_on)
        for simple in products.all():
            if simple.id == policy.product:
                return compare_products(simple, turn, last_version=policy.product_version)
        old = products.version(policy.product, policy.product_version)
        return compare_plans(old, new, turn, levies())
