"""The terms day by day: what was first agreed, and every change since, merged field by field."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from policy.domain.contract.agreed import Agreed
from policy.domain.contract.change import Change, same_field
from policy.domain.contract.picture import Stretch


class Resolution(StrEnum):
    """Which of two changes of a field has the last word, when the later-entered begins earlier."""

    KEEP_LATER = "keep_later"
    """The one that begins later stays: ours holds until its day."""
    OVERWRITE = "overwrite"
    """Ours holds to the end of the term."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One accepted change: from which day, and the how-manieth it was entered."""

    number: int
    effective_on: date
    change: Change
    resolution: Resolution | None = None


@dataclass(frozen=True, kw_only=True)
class Clash:
    """A field that a change entered before, but beginning later, sets too."""

    field: str
    number: int
    effective_on: date


def clashes(steps: Iterable[Step], new: Step) -> list[Clash]:
    """Where a new change and one that begins later want the same field: never chosen silently."""
    return [
        Clash(field=theirs, number=step.number, effective_on=step.effective_on)
        for step in sorted(steps, key=lambda one: one.effective_on)
        if step.effective_on > new.effective_on
        for theirs in sorted(step.change.touched)
        if any(same_field(theirs, ours) for ours in new.change.touched)
    ]


def terms_on(day: date, original: Agreed, steps: Sequence[Step]) -> Agreed:
    """The terms of one day: of each field, the last change begun by then and not overwritten."""
    agreed = original
    for step in sorted(steps, key=lambda one: (one.effective_on, one.number)):
        if step.effective_on <= day:
            agreed = step.change.apply(agreed, but=_overwritten(step, steps))
    return agreed


def unpriced(whole: Stretch, steps: Sequence[Step]) -> list[Stretch]:
    """The term cut at every day something changes; the premiums are not yet worked out."""
    inside = {
        step.effective_on for step in steps if whole.starts_on < step.effective_on < whole.ends_on
    }
    cuts = [whole.starts_on, *sorted(inside), whole.ends_on]
    return [
        Stretch(starts_on=start, ends_on=end, agreed=terms_on(start, whole.agreed, steps))
        for start, end in itertools.pairwise(cuts)
    ]


def _overwritten(step: Step, steps: Iterable[Step]) -> set[str]:
    return {
        ours
        for other in steps
        if other.resolution is Resolution.OVERWRITE
        and other.number > step.number
        and other.effective_on <= step.effective_on
        for ours in step.change.touched
        if any(same_field(ours, theirs) for theirs in other.change.touched)
    }
