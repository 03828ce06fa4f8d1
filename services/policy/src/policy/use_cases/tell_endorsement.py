"""What a wanted change comes to, told step by step: each segment as a quote would show it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from chassis.money import Money
from chassis.work import Work
from policy.domain.contract.agreed import Agreed
from policy.domain.contract.levied import levied
from policy.domain.contract.timeline import Resolution
from policy.domain.endorsement import EmptyEndorsement
from policy.domain.money.line import Line
from policy.domain.offer import Levy
from policy.domain.policy import Policy
from policy.domain.preservation.endorse import Priced as PricedChange
from policy.domain.pricing.levies import LevyBook
from policy.domain.pricing.steps import Priced
from policy.domain.products.plan import Plan
from policy.storage import Products, Tariffs, Versions, levies


@dataclass(frozen=True, kw_only=True)
class Told:
    """The terms of some days, and how the whole term would be priced on them."""

    starts_on: date
    ends_on: date
    agreed: Agreed
    levies: tuple[Levy, ...]
    priced: Priced | None
    """None where the price is not that of the price list."""
    plan: Plan | None
    book: LevyBook


@dataclass(frozen=True, kw_only=True)
class Reckoning:
    """One outcome: its segments, what each levy comes to, and what of it is charged already."""

    terms: tuple[Told, ...]
    levied: Mapping[str, Line]
    charged: Mapping[str, Money]


async def tell_endorsement(
    policy: Policy, priced: PricedChange, work: Work
) -> dict[Resolution, Reckoning]:
    """The arithmetic of every outcome; of a change that changes nothing there is none."""
    tariffs, tariff = Tariffs(), Tariffs().of(policy)
    stretches = await Versions(work).stretches(policy)
    if all(list(one.stretches) == list(stretches) for one in priced.outcomes.values()):
        raise EmptyEndorsement("nothing would be otherwise", field="/change")
    before = levied(stretches, tariff.levies)
    charged = {name: line.amount for name, line in before.items()}
    found: dict[Resolution, Reckoning] = {}
    for which, outcome in priced.outcomes.items():
        terms = []
        for one in outcome.stretches:
            steps = tariffs.priced(policy, one.agreed)
            plan = None
            if steps is not None:
                plan = Products().version(policy.product, policy.product_version)
            terms.append(
                Told(
                    starts_on=one.starts_on,
                    ends_on=one.ends_on,
                    agreed=one.agreed,
                    levies=tariff.levies(one.agreed),
                    priced=steps,
                    plan=plan,
                    book=levies(),
                )
            )
        after = levied(outcome.stretches, tariff.levies)
        found[which] = Reckoning(terms=tuple(terms), levied=after, charged=charged)
    return found
