"""How soon we may end a contract: by our own word to everybody, and by the law where it is more."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from policy.domain.arrears import noon
from statutes import Entry, reckon

EFFECTIVE: Final = "cancellation_effective"
_FURTHEST: Final = 400


def soonest_end(today: date, laws: Iterable[Entry], *, days: int) -> date:
    """The first day on which it may end, when the customer is told today.

    `days` is what we promise ourselves; `laws` are notices counted back from the day it ends.
    """
    wanted = [law for law in laws if law.backwards and law.start == EFFECTIVE]
    ends_on = today + timedelta(days=days)
    for _ in range(_FURTHEST):
        if all(_told_in_time(law, ends_on, today) for law in wanted):
            break
        ends_on += timedelta(days=1)
    return ends_on


def _told_in_time(law: Entry, ends_on: date, today: date) -> bool:
    return noon(today, law) <= reckon(law, noon(ends_on, law)).due
