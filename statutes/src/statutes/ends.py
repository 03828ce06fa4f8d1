"""Ends: the day and the instant at which something is over, and the doubts about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from statutes.calendars import Calendar
from statutes.counting import duration, end_of_day
from statutes.entry import Entry, Length
from statutes.given import Paused
from statutes.hours import add_working, working_between


@dataclass(frozen=True, slots=True)
class End:
    """Where a branch of an entry ends: the last local day, and the instant it is over."""

    branch: str
    day: date
    instant: datetime


@dataclass(frozen=True, slots=True)
class Doubt:
    """A calendar that was asked about a day, to count, to roll or to find the target."""

    calendar: Calendar
    use: str
    day: date


def over(entry: Entry, day: date) -> datetime:
    """The instant at which `day` is over for an entry: 24:00, or the close of business."""
    if entry.ends_at is None:
        return end_of_day(day, entry.zone)
    return datetime.combine(day, entry.ends_at, entry.zone).astimezone(UTC)


def end_of_hours(
    entry: Entry, start: datetime, length: Length, pauses: Iterable[Paused]
) -> datetime:
    """The instant at which hours or minutes have passed, elapsed or worked, less the pauses."""
    work = duration(length)
    if length.unit.is_elapsed:
        return start + sum((pause.over - pause.since for pause in pauses), work)
    for pause in pauses:
        work += working_between(pause.since, pause.over, entry.calendar, entry.zone)
    return add_working(start, work, entry.calendar, entry.zone)
