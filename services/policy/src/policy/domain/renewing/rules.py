"""The rules by which terms follow terms: data, by law and by product."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from policy.domain.period import midnight
from policy.domain.policy import Policy
from statutes import Clock, Entry, Library, reckon


@dataclass(frozen=True, kw_only=True)
class RenewalLaw:
    """Who must say what, how long ahead, and what follows when it was not said, in some law."""

    name: str
    jurisdictions: frozenset[str]
    lines: frozenset[str]
    non_renewal: str
    """The entry by which we say that we do not renew."""
    change: str
    """The entry by which we announce a worse price or worse terms."""
    alike: str | None
    """The entry by which a next term is announced that costs no more, where `change` is only for
    a rise."""
    oppose: str
    """The entry until which the customer may say no."""
    leave: str | None
    """The entry under which a customer who was told of a higher premium may still leave."""
    late_non_renewal: Literal["old_terms", "task"]
    late_change: Literal["old_terms", "asked"]
    silence: Literal["old_terms", "ends"]

    def fits(self, jurisdiction: str, lines: frozenset[str]) -> bool:
        """Whether it is for this law and this line (with the lines it belongs to)."""
        return bool(self.jurisdictions & {jurisdiction, "*"} and self.lines & lines)


@dataclass(frozen=True, kw_only=True)
class ProductRenewal:
    """What a product adds: above which rise we ask, and which answers grow with the years."""

    id: str
    most_rise: Decimal
    ages: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RenewalRules:
    """All of it."""

    opens_days: int
    lead_days: int
    reminder_days: int
    refusal_days: int
    """So long after the offer reached them a no is the customer's right, or until the eve."""
    products: tuple[ProductRenewal, ...]
    laws: tuple[RenewalLaw, ...]

    def law(self, jurisdiction: str, lines: frozenset[str]) -> RenewalLaw:
        """The first that fits; the last one fits all."""
        return next(law for law in self.laws if law.fits(jurisdiction, lines))

    def product(self, product_id: str) -> ProductRenewal:
        """Its own, or that of any product."""
        return next(one for one in self.products if one.id in {product_id, "*"})


def opens_at(policy: Policy, rules: RenewalRules, law: RenewalLaw, library: Library) -> datetime:
    """When we begin: early enough for the longest notice, whatever it turns out to be."""
    usual = policy.ends_on - timedelta(days=rules.opens_days)
    lead = timedelta(days=rules.lead_days)
    notices = (last_instant(library.entry(one), policy) for one in (law.change, law.non_renewal))
    return min(midnight(usual, policy.time_zone), *(one - lead for one in notices))


def last_instant(entry: Entry, policy: Policy) -> datetime:
    """Until when something counted back from the end of the policy's term is in time."""
    return _last_instant(entry, policy.term_ends_on)


@lru_cache(maxsize=4096)  # many contracts end on one day, and a law does not change
def _last_instant(entry: Entry, ends_on: date) -> datetime:
    return reckon(entry, end_of_term(entry, ends_on)).due


def clock_back(entry: Entry, policy: Policy, *, noted: datetime) -> Clock:
    """The same as a clock that can be shown."""
    end = end_of_term(entry, policy.term_ends_on)
    return Clock.start(entry, end, noted=min(noted, end))


def end_of_term(entry: Entry, ends_on: date) -> datetime:
    """The day the term ends, where the law is counted: noon stands for the whole of it."""
    return datetime.combine(ends_on, time(12), tzinfo=entry.zone)


def renews(policy: Policy) -> bool:
    """Whether a next term is offered: a contract for less than a year was for a purpose."""
    return (policy.term_ends_on - policy.starts_on).days >= 365  # noqa: PLR2004 - a year
