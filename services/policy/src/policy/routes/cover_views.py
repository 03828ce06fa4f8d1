"""The covers of a contract, as they are shown: each on its own terms, under its own name."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field

from chassis.money import Money
from chassis.work import Work
from contracts.insured import Language, Peril
from policy.domain.contract.agreed import Agreed
from policy.domain.contract.versions import ContractVersion, known_stretches, terms_nearest
from policy.domain.period import local_day
from policy.domain.policy import Policy
from policy.storage import Products, Tariffs, Versions


class CoverView(BaseModel):
    """One cover on its terms; `premium` is net, for the whole term, were it always so."""

    id: str
    name: str
    """As the product calls it, in the language asked for."""
    perils: list[Peril]
    limit: Money
    deductible: Money
    deductible_days: int = Field(description="Whole days of a stop that are not paid.")
    deductible_share: str = Field(
        description="A fraction you bear: of the whole loss, `deductible` at least; with"
        " `deductible_most` of the rest above `deductible`.",
        examples=["0.10"],
    )
    deductible_most: Money | None = Field(description="The most you bear, together.")
    deductible_per: Literal["event", "year"]
    waiting_days: int
    premium: Money

    @classmethod
    def all_of(cls, agreed: Agreed, names: Mapping[str, str]) -> list[Self]:
        """Show every cover of these terms."""
        return [
            cls(
                **{
                    **vars(one),
                    "name": names.get(one.id, one.id),
                    "deductible_share": f"{one.deductible_share:f}",
                }
            )
            for one in agreed.covers
        ]


class WholeTerm(BaseModel):
    """What a whole term costs on these terms, were it always so; not what is owed for this one."""

    premium: Money
    """Net: every cover, and what paying in instalments adds."""
    levies: dict[str, Money]
    """Each tax and surcharge, by its id."""
    total: Money

    @classmethod
    def of(cls, policy: Policy, version: ContractVersion | None) -> Self | None:
        """Of terms within the term that runs: a price list is kept for no other."""
        if version is None or not policy.starts_on <= version.starts_on < policy.term_ends_on:
            return None
        priced = Tariffs().as_agreed(policy, version.agreed)
        levies = {one.id: one.amount for one in priced.levies}
        return cls(premium=priced.net, levies=levies, total=priced.total)


def names_of(policy: Policy, language: Language) -> Mapping[str, str]:
    """What the product it was sold on calls its covers."""
    return Products().cover_names(policy.product, policy.product_version, language)


async def agreed_today(policies: Sequence[Policy], work: Work) -> dict[UUID, Agreed]:
    """The terms of each as they are today: what nothing has happened to is as it was sold."""
    changed = [one.id for one in policies if one.revision > 1]
    versions = await Versions(work).of_each(changed) if changed else {}
    return {
        one.id: agreed_on(
            local_day(work.now, one.time_zone), one, versions.get(one.id, ()), known_at=work.now
        )
        for one in policies
    }


def agreed_on(
    day: date, policy: Policy, versions: Sequence[ContractVersion], *, known_at: datetime
) -> Agreed:
    """The terms of that day, as they were known, or of the nearest day that has some."""
    last = policy.ends_on
    return terms_nearest(
        known_stretches(versions, known_at=known_at) or [policy.whole_term],
        day,
        ends_on=last if last < policy.term_ends_on else None,
    )


def shown_covers(policy: Policy, agreed: Agreed, language: Language) -> dict[str, Any]:
    """Every cover; one sum insured and one deductible only where there is one cover."""
    covers = CoverView.all_of(agreed, names_of(policy, language))
    only = covers[0] if len(covers) == 1 else None
    return {
        "covers": covers,
        "sum_insured": only and only.limit,
        "deductible": only and only.deductible,
    }
