"""Working time: the minutes an office is open, through lunch breaks, nights and holidays."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from statutes.calendars import Calendar

Stretch = tuple[datetime, datetime]
_DAY = timedelta(days=1)


def add_working(start: datetime, work: timedelta, calendar: Calendar, zone: ZoneInfo) -> datetime:
    """The instant at which `work` of open time has passed since `start`."""
    for opens, closes in _open_from(start, calendar, zone):
        begins = max(opens, start)
        if closes - begins >= work:
            return begins + work
        work -= closes - begins
    raise AssertionError("an office opens again")  # pragma: no cover


def working_between(
    start: datetime, end: datetime, calendar: Calendar, zone: ZoneInfo
) -> timedelta:
    """How long the office is open between two instants."""
    worked = timedelta()
    for opens, closes in _open_from(start, calendar, zone):
        if opens >= end:
            break
        worked += min(closes, end) - max(opens, start)
    return worked


def open_on(day: date, calendar: Calendar, zone: ZoneInfo) -> tuple[Stretch, ...]:
    """The stretches of `day` in which the office is open, as instants."""
    return tuple(
        (
            datetime.combine(day, opens, zone).astimezone(UTC),
            datetime.combine(day, closes, zone).astimezone(UTC),
        )
        for opens, closes in calendar.open_hours(day)
    )


def _open_from(start: datetime, calendar: Calendar, zone: ZoneInfo) -> Iterator[Stretch]:
    """Every open stretch that ends after `start`, without end."""
    day = start.astimezone(zone).date()
    while True:
        for opens, closes in open_on(day, calendar, zone):
            if closes > start:
                yield opens, closes
        day = calendar.after(day, 1)
