"""A change of a contract: which fields are otherwise from a day on, and nothing else.

It is not a snapshot. What it does not touch stays as it is, or as another change makes it, whenever
that one was entered.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from chassis.money import Money
from contracts.insured import Address, Peril
from policy.domain.contract.agreed import Agreed, AgreedCover, Beneficiary, KeptAnswer
from policy.domain.offer import PaymentMode


@dataclass(frozen=True, kw_only=True)
class CoverAdded:
    """What a cover that was not agreed before begins with; the tariff prices it."""

    perils: tuple[Peril, ...]
    limit: Money
    deductible: Money
    waiting_days: int = 0


@dataclass(frozen=True, kw_only=True)
class CoverChange:
    """What is otherwise about one cover: it is added, removed, or on other terms."""

    id: str
    limit: Money | None = None
    deductible: Money | None = None
    added: CoverAdded | None = None
    removed: bool = False

    @property
    def touched(self) -> set[str]:
        """The fields it sets."""
        if self.added or self.removed:
            return {f"covers.{self.id}"}
        named = {"limit": self.limit, "deductible": self.deductible}
        return {f"covers.{self.id}.{name}" for name, value in named.items() if value is not None}


@dataclass(frozen=True, kw_only=True)
class Change:
    """Fields that are otherwise; None leaves a field as it is."""

    covers: tuple[CoverChange, ...] = ()
    place: Address | None = None
    insured_person: str | None = None
    beneficiaries: tuple[Beneficiary, ...] | None = None
    payment_mode: PaymentMode | None = None
    contact: str | None = None
    answers: Mapping[str, KeptAnswer] = field(default_factory=dict)

    @property
    def touched(self) -> frozenset[str]:
        """The fields it sets, such as `covers.contents.limit` or `answers.alarm`."""
        single = ("place", "insured_person", "beneficiaries", "payment_mode", "contact")
        return frozenset(
            {name for name in single if getattr(self, name) is not None}
            | {f"answers.{name}" for name in self.answers}
            | {one for cover in self.covers for one in cover.touched}
        )

    def apply(self, agreed: Agreed, *, but: AbstractSet[str] = frozenset()) -> Agreed:
        """The terms with this change, but for the fields another change has the last word on."""
        set_to = {
            name: getattr(self, name)
            for name in ("place", "insured_person", "beneficiaries", "payment_mode", "contact")
            if getattr(self, name) is not None and name not in but
        }
        answers = {name: to for name, to in self.answers.items() if f"answers.{name}" not in but}
        changed = replace(agreed, **set_to, answers={**agreed.answers, **answers})
        for cover in self.covers:
            changed = replace(changed, covers=_with(changed.covers, cover, but))
        return changed


def same_field(one: str, other: str) -> bool:
    """Whether two names speak of the same field, or one of a part of the other."""
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")


def _with(
    covers: tuple[AgreedCover, ...], change: CoverChange, but: AbstractSet[str]
) -> tuple[AgreedCover, ...]:
    whole = f"covers.{change.id}"
    if change.removed or change.added:
        kept = tuple(cover for cover in covers if cover.id != change.id)
        if whole in but:
            return covers
        return (*kept, _new(change.id, change.added)) if change.added else kept
    return tuple(
        replace(
            cover,
            limit=cover.limit if f"{whole}.limit" in but else change.limit or cover.limit,
            deductible=(
                cover.deductible
                if change.deductible is None or f"{whole}.deductible" in but
                else change.deductible
            ),
        )
        if cover.id == change.id
        else cover
        for cover in covers
    )


def _new(cover_id: str, added: CoverAdded) -> AgreedCover:
    return AgreedCover(
        id=cover_id,
        perils=added.perils,
        limit=added.limit,
        deductible=added.deductible,
        waiting_days=added.waiting_days,
        premium=Money.zero(added.limit.currency),
    )
