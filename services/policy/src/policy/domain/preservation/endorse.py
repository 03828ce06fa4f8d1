"""Changing a contract: what a change comes to, and the contract once it is accepted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from chassis.errors import Rejected
from contracts.policy import PolicyEndorsed
from policy.domain.contract.bill import Bill, bill, rated
from policy.domain.contract.change import Change, CoverChange
from policy.domain.contract.picture import Stretch
from policy.domain.contract.tariff import Tariff
from policy.domain.contract.timeline import Clash, Resolution, Step, clashes, terms_on, unpriced
from policy.domain.endorsement import Endorsement, must_be_resolved
from policy.domain.money.line import Line, total
from policy.domain.policy import Policy


class NoSuchCover(Rejected, code="no-such-cover"):
    """Only a cover that is agreed that day is changed or removed."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The terms day by day, and what the term then costs."""

    stretches: tuple[Stretch, ...]
    bill: Bill


@dataclass(frozen=True, kw_only=True)
class Priced:
    """A wanted change with its price: one outcome, or two where it meets another change."""

    clashes: tuple[Clash, ...]
    outcomes: dict[Resolution, Outcome]
    chosen: Outcome | None
    """What holds: the only outcome, or the one that was asked for."""
    resolution: Resolution | None
    """Which change has the last word, as far as there are two."""

    @property
    def must_be(self) -> Outcome:
        """The outcome, or a refusal to choose between two."""
        if self.chosen is None:
            must_be_resolved(
                list(self.clashes),
                keep_later=self.outcomes[Resolution.KEEP_LATER].bill.total,
                overwrite=self.outcomes[Resolution.OVERWRITE].bill.total,
            )
        return self.chosen or self.outcomes[Resolution.KEEP_LATER]


def outcome(policy: Policy, steps: Sequence[Step], tariff: Tariff) -> Outcome:
    """The whole term with these changes, priced by the product version it was sold on."""
    stretches = rated(unpriced(policy.whole_term, steps), tariff.rate)
    reckoned = bill(stretches, billed=policy.billed, surcharge=tariff.surcharge_rate)
    return Outcome(stretches=tuple(stretches), bill=reckoned)


def price(policy: Policy, steps: Sequence[Step], new: Step, tariff: Tariff) -> Priced:
    """What a wanted change comes to, beside the changes accepted before it."""
    ready = replace(new, change=completed(new, policy, steps, tariff))
    found = tuple(clashes(steps, ready))
    said = new.resolution if found else None  # of what meets nothing there is one outcome
    outcomes = {
        resolution: outcome(policy, [*steps, replace(ready, resolution=resolution)], tariff)
        for resolution in (Resolution if found else [Resolution.KEEP_LATER])
    }
    chosen = None if found and said is None else outcomes[said or Resolution.KEEP_LATER]
    return Priced(clashes=found, outcomes=outcomes, chosen=chosen, resolution=said)


def completed(new: Step, policy: Policy, steps: Sequence[Step], tariff: Tariff) -> Change:
    """The change with what the tariff knows of covers that are added."""
    agreed = terms_on(new.effective_on, policy.original, steps)

    def one(cover: CoverChange) -> CoverChange:
        tariff.allows(cover)
        is_agreed = agreed.cover(cover.id) is not None
        if is_agreed:
            return cover
        if cover.removed:
            raise NoSuchCover(f"{policy.number} has no cover {cover.id}", field="/change/covers")
        return replace(cover, added=cover.added or tariff.adds(cover), limit=None, deductible=None)

    return replace(new.change, covers=tuple(one(cover) for cover in new.change.covers))


def endorse(
    policy: Policy,
    endorsement: Endorsement,
    result: Outcome,
    *,
    lines: Sequence[Line],
    at: datetime,
    back: bool = False,
) -> PolicyEndorsed:
    """The contract is as the outcome says, and billed so; `lines`: what the account is charged."""
    change = result.bill.due
    policy.billed = result.bill.total
    policy.revision += 1
    return PolicyEndorsed(
        **policy.picture(result.stretches),
        endorsement_id=endorsement.id,
        effective_on=endorsement.effective_on,
        changed=sorted(endorsement.change.touched),
        premium_change=change,
        to_pay=total(lines, change.currency),
        reversed=back,
        endorsed_at=at,
    )
