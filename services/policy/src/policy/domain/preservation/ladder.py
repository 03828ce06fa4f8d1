"""Which rungs of the reminder ladder are one letter, where a stop made them due together."""

from datetime import datetime, timedelta
from typing import Final

from policy.domain.arrears import Arrears
from policy.domain.contract.rules import LapsePlan

_A_DAY: Final = timedelta(days=1)


def overtaken(
    owed: Arrears, number: int, plan: LapsePlan, *, due_at: datetime, at: datetime
) -> bool:
    """Whether another notice, due at the same moment, says the same as this rung.

    A last call by then takes a reminder's place, and counts as one. What cover hangs on is always
    said; beside it nobody hears the same twice within a day.
    """
    step = plan.ladder[number]
    if step.kind == "reminder":
        later = plan.ladder[number + 1 :]
        return any(due_at + timedelta(days=rung.days) <= at for rung in later)
    if step.required:
        return False
    return any(one.said_at + _A_DAY >= at for one in owed.notices if not one.before)
