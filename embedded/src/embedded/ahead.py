"""A company on trial may be later than it is: what takes months is seen in a minute.

How far ahead it is stands in its folder, for time that has passed stays passed.
"""

from datetime import timedelta
from pathlib import Path
from typing import Final

from chassis.clock import Clock, ClockAhead, SystemClock
from chassis.settings import Settings
from embedded.refusal import CannotStart

FURTHEST: Final = 36_600
"""Days: a hundred years."""
_FILE: Final = "days-ahead"


def clock_of(folder: Path, later: int, settings: Settings) -> Clock:
    """The company's clock, `later` days further on than it was last time.

    Refuses where a real issuer signs the tokens: that company is not on trial.
    """
    note = folder / _FILE
    before = int(note.read_text()) if note.exists() else 0
    days = before + later
    if not days:
        return SystemClock()
    if settings.oidc_issuer is not None:
        raise CannotStart("only a company on trial can be later than it is; unset OIDC_ISSUER")
    if days > FURTHEST:
        raise CannotStart(f"it is {before} days ahead already, and {FURTHEST} are the most")
    note.write_text(f"{days}\n")
    return ClockAhead(timedelta(days=days))
