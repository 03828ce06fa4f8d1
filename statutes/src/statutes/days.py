"""Every day of a reckoning: counted or not, and why, in words a customer can read."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from statutes.calendars import Calendar
from statutes.counting import local_day
from statutes.hours import open_on
from statutes.kinds import Unit
from statutes.reckoning import Reckoning
from statutes.vocabulary import phrase

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the calendar."""

    date: date
    counted: bool
    why: str


def days_of(reckoning: Reckoning, language: str = "en") -> tuple[Day, ...]:
    """The days from the event to the end; backwards limits are told from the end to the event."""
    if not reckoning.ruling_unit.is_days:
        return _hours(reckoning, language)
    if reckoning.entry.backwards:
        return _backwards(reckoning, language)
    return _forwards(reckoning, language)


def _forwards(reckoning: Reckoning, language: str) -> tuple[Day, ...]:
    entry, ruling = reckoning.entry, reckoning.ruling
    first = _first_day(reckoning)
    last = max(ruling.day, reckoning.due_on)
    told: list[Day] = []
    number = 0
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        if day > ruling.day:
            told.append(_moved(day, reckoning, language))
        elif offset == 0 and not entry.counts_start and day < ruling.day:
            told.append(Day(day, counted=False, why=phrase("start", language)))
        elif day in reckoning.paused_on:
            reason = entry.vocabulary.say("pauses", reckoning.paused_on[day], language)
            told.append(Day(day, counted=False, why=phrase("paused", language, reason=reason)))
        elif reckoning.ruling_unit is Unit.BUSINESS_DAY and not entry.calendar.is_working(day):
            told.append(Day(day, counted=False, why=why_off(entry.calendar, day, language)))
        elif day > reckoning.due_on:
            told.append(Day(day, counted=False, why=phrase("reserve", language)))
        elif reckoning.opens_on is not None and reckoning.due_on >= reckoning.opens_on > day:
            told.append(Day(day, counted=False, why=phrase("not_open", language)))
        else:
            number += 1
            told.append(Day(day, counted=True, why=_counted(reckoning, day, number, language)))
    return tuple(told)


def _backwards(reckoning: Reckoning, language: str) -> tuple[Day, ...]:
    """From the first day that matters to the event: when it must have been done, and the notice."""
    event, opens = reckoning.start_day, reckoning.opens_on
    first = opens or reckoning.due_on
    told = [
        _counted_back(first + timedelta(days=offset), reckoning, language)
        for offset in range((event - first).days)
    ]
    return (*told, Day(event, counted=False, why=phrase("event_itself", language)))


def _counted_back(day: date, reckoning: Reckoning, language: str) -> Day:
    opens, event = reckoning.opens_on, reckoning.start_day
    if opens is not None and day <= reckoning.due_on:
        number = (day - opens).days + 1
        return Day(day, counted=True, why=phrase("in_window", language, number=number))
    if day <= reckoning.due_on < reckoning.ruling.day:
        return Day(day, counted=False, why=phrase("in_time", language))
    if reckoning.due_on < day <= reckoning.ruling.day:
        return Day(day, counted=False, why=phrase("reserve", language))
    if opens is not None:
        return Day(day, counted=False, why=phrase("too_late", language))
    calendar = reckoning.entry.calendar
    if reckoning.ruling_unit is Unit.BUSINESS_DAY and not calendar.is_working(day):
        return Day(day, counted=False, why=why_off(calendar, day, language))
    return Day(day, counted=True, why=phrase("before", language, number=(event - day).days))


def _hours(reckoning: Reckoning, language: str) -> tuple[Day, ...]:
    entry, begins, due = reckoning.entry, reckoning.ruling.course.start, reckoning.due
    first, last = _first_day(reckoning), reckoning.due_on
    told: list[Day] = []
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        if reckoning.ruling_unit.is_elapsed:
            told.append(Day(day, counted=True, why=phrase("clock", language)))
            continue
        worked = timedelta()
        for opens, closes in open_on(day, entry.calendar, entry.zone):
            worked += _running(max(opens, begins), min(closes, due), reckoning)
        if worked:
            why = phrase(
                "hours", language, time=f"{worked // _HOUR}:{worked % _HOUR // _MINUTE:02}"
            )
        elif entry.calendar.is_working(day):
            why = phrase("shut", language)
        else:
            why = why_off(entry.calendar, day, language)
        told.append(Day(day, counted=bool(worked), why=why))
    return tuple(told)


_HOUR, _MINUTE = timedelta(hours=1), timedelta(minutes=1)


def _running(since: datetime, until: datetime, reckoning: Reckoning) -> timedelta:
    """How much of a stretch was not paused."""
    runs = max(until - since, timedelta())
    for stop in reckoning.ruling.stops:
        runs -= max(min(stop.until, until) - max(stop.since, since), timedelta())
    return runs


def why_off(calendar: Calendar, day: date, language: str) -> str:
    """Why a day is no working day."""
    name = calendar.holiday(day, language)
    return phrase("holiday", language, name=name) if name else phrase("weekend", language)


def _counted(reckoning: Reckoning, day: date, number: int, language: str) -> str:
    if reckoning.ruling.day == _first_day(reckoning):
        return phrase("same_day", language)
    business = reckoning.ruling_unit is Unit.BUSINESS_DAY
    if business and reckoning.entry.calendar.is_substitute(day):
        return phrase("substitute", language, number=number)
    return phrase("counted", language, number=number)


def _moved(day: date, reckoning: Reckoning, language: str) -> Day:
    if day == reckoning.due_on:
        return Day(day, counted=False, why=phrase("moved_here", language))
    name = reckoning.entry.calendar.holiday(day, language)
    if name:
        return Day(day, counted=False, why=phrase("moved_holiday", language, name=name))
    return Day(day, counted=False, why=phrase("moved_weekend", language))


def _first_day(reckoning: Reckoning) -> date:
    """The day 0 of the branch that decides."""
    return local_day(reckoning.ruling.course.start, reckoning.entry.zone)
