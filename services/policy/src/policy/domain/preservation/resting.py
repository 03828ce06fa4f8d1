"""When the law ends a contract whose cover rests: said once, for the alarm, the clock and letters.

The law counts from the day the premium was due (LCS 15, six months). Where our notice was late,
cover rests later than that, or we note it later: then the law's time may be over at once. Ours
(decision 0211): nobody's contract ends before its cover has rested for thirty days that they know.
"""

from datetime import datetime
from typing import Final

from policy.domain.arrears import Arrears, noon
from policy.domain.contract.picture import Happening
from policy.domain.contract.rules import LapsePlan
from policy.domain.policy import Policy
from statutes import Clock, Library

AT_REST: Final = "YB-AT-REST"


def ends_for_good(policy: Policy, owed: Arrears, plan: LapsePlan, library: Library) -> Clock | None:
    """The later of the law's end and ours; None where no law ends it, or its cover never rested."""
    rested = [fact for fact in policy.facts if fact.what is Happening.SUSPENDED]
    if plan.ends is None or not rested:
        return None
    law = library.entry(plan.ends)
    known = max(rested[-1].at, rested[-1].recorded_at)
    return max(
        Clock.start(law, noon(owed.due_on, law)),
        Clock.start(library.entry(AT_REST), known),
        key=lambda clock: clock.due,
    )


def ends_unpaid_at(
    policy: Policy, owed: Arrears, plan: LapsePlan, library: Library
) -> datetime | None:
    """The instant of it, where that comes before the end of the term."""
    clock = ends_for_good(policy, owed, plan, library)
    return None if clock is None or clock.due >= policy.term.ends_at else clock.due
