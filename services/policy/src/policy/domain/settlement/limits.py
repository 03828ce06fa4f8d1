"""The most that is paid: by item, inside a limit, for an event, for a year; and from which day."""

from collections.abc import Sequence
from datetime import date, timedelta

from chassis.money import Money


def sublimit(items: Sequence[Money], *, per_item: Money, in_all: Money) -> Money:
    """Each item up to its own limit, all of them up to theirs; it never adds to the limit."""
    paid = (min(item, per_item) for item in items)
    return min(sum(paid, Money.zero(in_all.currency)), in_all)


def aggregate(losses: Sequence[Money], yearly: Money) -> list[Money]:
    """Of the losses of a year, in their order: what the yearly limit still has.

    A limit that is reinstated for further premium is a new limit for the losses that follow.
    """
    left, paid = yearly, list[Money]()
    for loss in losses:
        share = min(loss, left)
        left -= share
        paid.append(share)
    return paid


def first_covered_day(starts_on: date, waiting_days: int) -> date:
    """The day after the waiting days: of 90, the 91st from the start."""
    return starts_on + timedelta(days=waiting_days)
