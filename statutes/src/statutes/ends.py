"""Ends: how one branch of an entry runs, from its start through its pauses to where it is over."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from statutes.calendars import Calendar
from statutes.counting import duration, end_of_day, local_day, move
from statutes.entry import Entry, Length
from statutes.hours import add_working, working_between
from statutes.kinds import Roll, Unit
from statutes.pausing import Stop

_DAY = timedelta(days=1)


class Course(NamedTuple):
    """A branch of an entry with the instant it starts from."""

    branch: str
    start: datetime
    length: Length
    plus: Length | None


class End(NamedTuple):
    """Where a branch ends: the last local day and the instant it is over, and how it came there."""

    branch: str
    day: date
    instant: datetime
    course: Course
    stops: tuple[Stop, ...] = ()
    """The suspensions that moved it, after the last restart."""
    met: tuple[Stop, ...] = ()
    """Every pause that fell into its running time."""


class Doubt(NamedTuple):
    """A calendar that was asked about a day, to count, to roll or to find the target."""

    calendar: Calendar
    use: str
    day: date


def end_of(entry: Entry, course: Course, pauses: Iterable[Stop] = ()) -> End:
    """Where a branch ends when each pause that falls into its running time has been counted."""
    end = _count(entry, course)
    for stop in pauses:
        if stop.until <= course.start and stop.since < course.start:
            continue
        if stop.since >= _runs_until(entry, end):
            continue
        met = (*end.met, stop)
        if stop.restarts:
            course, taken = course._replace(start=stop.until), tuple[Stop, ...]()
        else:
            taken = (*end.stops, stop)
        end = _count(entry, course, taken)._replace(met=met)
    return end


def first_counted(entry: Entry, start: datetime) -> date:
    """The first day that may count after `start`."""
    day = local_day(start, entry.zone)
    return day if entry.counts_start else day + _DAY


def days_paused(entry: Entry, end: End) -> Mapping[date, str]:
    """The days of a branch that do not count because of a pause, with its reason."""
    first = first_counted(entry, end.course.start)
    return {day: stop.reason for stop in end.stops for day in stop.days_from(first)}


def over(entry: Entry, day: date) -> datetime:
    """The instant at which `day` is over for an entry: 24:00, or the close of business."""
    if entry.ends_at is None:
        return end_of_day(day, entry.zone)
    return datetime.combine(day, entry.ends_at, entry.zone).astimezone(UTC)


def _runs_until(entry: Entry, end: End) -> datetime:
    """A right that rolls runs on until the working day it rolls to."""
    rolls = entry.kind.is_the_customers and entry.roll is not Roll.NONE
    if not rolls or not end.course.length.unit.is_days:
        return end.instant
    return over(entry, entry.calendar.on_or_after(end.day))


def _count(entry: Entry, course: Course, stops: tuple[Stop, ...] = ()) -> End:
    branch, start, length, plus = course
    if not length.unit.is_days:
        instant = _end_of_hours(entry, start, length, stops)
        return End(branch, instant.astimezone(entry.zone).date(), instant, course, stops)
    day = start.astimezone(entry.zone).date()
    if entry.counts_start:
        day -= _DAY
    moved = 0
    if stops:
        paused = days_paused(entry, End(branch, day, start, course, stops))
        moved = len(paused)
        if length.unit is Unit.BUSINESS_DAY:
            worked = sum(map(entry.calendar.is_working, paused))
            length, moved = Length(length.number + worked, length.unit), 0
    day = move(day, length, entry.calendar, backwards=entry.backwards)
    if plus is not None:
        day = move(day, plus, entry.calendar, backwards=entry.backwards)
    if moved:
        day += timedelta(days=moved)
    return End(branch, day, over(entry, day), course, stops)


def _end_of_hours(
    entry: Entry, start: datetime, length: Length, stops: tuple[Stop, ...]
) -> datetime:
    """The instant at which hours or minutes have passed, elapsed or worked, less the pauses."""
    work = duration(length)
    for stop in stops:
        since, until = max(stop.since, start), max(stop.until, start)
        if length.unit.is_elapsed:
            work += until - since
        else:
            work += working_between(since, until, entry.calendar, entry.zone)
    if length.unit.is_elapsed:
        return start + work
    return add_working(start, work, entry.calendar, entry.zone)
