"""A term in segments, each at its own yearly premium, and what an endorsement then bills.

What is billed is always the rounded exact total less what was billed already, so that cents never
pile up, and a later-entered change of an earlier day takes nothing from the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from chassis.errors import Rejected
from chassis.money import Money
from policy.domain.pricing.rounding import rounded


class BrokenTerm(Rejected, code="broken-term"):
    """Segments follow one another without gap or overlap, within the term."""


@dataclass(frozen=True, slots=True)
class Segment:
    """From `since` (inclusive) until the next segment or the end, at `yearly` for the whole term.

    A time without cover is a segment at zero.
    """

    since: date
    yearly: Money


def exact_total(segments: Sequence[Segment], *, ends_on: date) -> Decimal:
    """What the whole term costs, not yet rounded: each yearly premium by its actual days."""
    if not segments:
        raise BrokenTerm("a term has at least one segment")
    starts = [segment.since for segment in segments]
    if starts != sorted(set(starts)) or starts[-1] >= ends_on:
        raise BrokenTerm("segments begin one after another, and before the term ends")
    term = (ends_on - starts[0]).days
    ends = [*starts[1:], ends_on]
    by_days = [
        segment.yearly.amount * (end - segment.since).days
        for segment, end in zip(segments, ends, strict=True)
    ]
    return sum(by_days, Decimal(0)) / term


def total(segments: Sequence[Segment], *, ends_on: date) -> Money:
    """What the whole term costs, rounded once."""
    exact = exact_total(segments, ends_on=ends_on)
    return rounded(exact, segments[0].yearly.currency)


def to_bill(segments: Sequence[Segment], *, ends_on: date, billed: Money) -> Money:
    """What a change bills now; below zero is given back."""
    return total(segments, ends_on=ends_on) - billed
