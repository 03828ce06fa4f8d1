"""Numbers people read to us on the phone: `C-2026-000123`. Short, in order, with gaps.

Each letter and year has a PostgreSQL sequence: drawing one locks no row, so works do not queue for
it; a work that is rolled back leaves a gap.
"""

import re
from typing import Final

from sqlalchemy import text

from chassis.plain import Plain
from chassis.work import Work

_LETTER: Final = re.compile(r"[A-Z]{1,4}")
_DRAW: Final = Plain("SELECT nextval(to_regclass(:sequence))")  # NULL while there is none
_LOCK: Final = Plain("SELECT pg_advisory_xact_lock(hashtextextended(:sequence, 0))")


async def next_number(work: Work, letter: str) -> str:
    """Draw the next number of the year of `work.now` under this letter."""
    if not _LETTER.fullmatch(letter):
        raise ValueError(f"{letter!r} is not one to four capital letters")
    sequence = f"numbers_{letter.lower()}_{work.now.year}"
    [[drawn]] = await _DRAW.rows(work.session, {"sequence": sequence})
    if drawn is None:  # the first of its year: whoever comes at the same moment waits for it
        await _LOCK.rows(work.session, {"sequence": sequence})
        await work.session.execute(text(f"CREATE SEQUENCE IF NOT EXISTS {sequence}"))
        [[drawn]] = await _DRAW.rows(work.session, {"sequence": sequence})
    return f"{letter}-{work.now.year}-{drawn:06}"
