"""The days of a reckoning as a small calendar for a terminal.

 5*   the event      6   counted     (15)  not counted
{6}   our own aim   [7]  the end
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from unicodedata import east_asian_width

from statutes.days import Day, days_of
from statutes.reckoning import Reckoning
from statutes.vocabulary import phrase

_MOST_MONTHS = 15  # more would scroll away; the sentences above say it all
_SHOWN_MONTHS = 3
_WIDTH = 5


def months(reckoning: Reckoning, language: str = "en") -> Iterator[str]:
    """The rows of every month and what the marks mean; of many months the first and last."""
    marked = {day.date: _mark(day, reckoning) for day in days_of(reckoning)}
    by_month = [
        list(days) for _, days in groupby(sorted(marked), key=lambda day: (day.year, day.month))
    ]
    left_out = range(0)
    if len(by_month) > _MOST_MONTHS:
        left_out = range(_SHOWN_MONTHS, len(by_month) - _SHOWN_MONTHS)
    for index, days in enumerate(by_month):
        if index not in left_out:
            yield from _month(days[0], marked, language)
        elif index == left_out[0]:
            yield phrase("left_out", language, number=len(left_out))
            yield ""
    yield phrase("legend", language)


def _month(day: date, marked: dict[date, str], language: str) -> Iterator[str]:
    first = day.replace(day=1)
    yield f"{first:%Y-%m}"
    yield "".join(_right(name) for name in phrase("weekdays", language).split())
    row = " " * _WIDTH * first.weekday()
    for number in range(monthrange(first.year, first.month)[1]):
        today = first + timedelta(days=number)
        row += _right(marked.get(today, "·"))
        if today.weekday() == 6:  # noqa: PLR2004 - Sunday
            yield row
            row = ""
    if row:
        yield row
    yield ""


def _right(text: str) -> str:
    """`text` at the right of its column; a Chinese character is two columns wide."""
    wide = sum(east_asian_width(sign) in {"W", "F"} for sign in text)
    return text.rjust(_WIDTH - wide)


def _mark(day: Day, reckoning: Reckoning) -> str:
    number = day.date.day
    if day.date == reckoning.due_on:
        return f"[{number}]"
    if day.date == reckoning.target_on:
        return f"{{{number}}}"
    if day.date == reckoning.start_day:
        return f"{number}*"
    return f"{number}" if day.counted else f"({number})"
