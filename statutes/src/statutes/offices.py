"""Reading `calendars.toml`: which days and hours are worked, place by place."""

from collections.abc import Mapping
from itertools import pairwise

from statutes.calendars import SUBSTITUTE, WEEKDAYS, Calendar, Interval
from statutes.days_off import DaysOff
from statutes.refusals import BadPack
from statutes.tables import Table, once, parse, read_time

Calendars = Mapping[str, Calendar]


def read_calendars(text: str, file: str = "calendars.toml") -> Calendars:
    """Every calendar of a file, by its id."""
    tables = Table(parse(text, file), file, "calendar")
    found = [_calendar(table) for table in tables.tables("calendar")]
    tables.finish()
    once((calendar.id for calendar in found), file, "calendar")
    return {calendar.id: calendar for calendar in found}


def _calendar(table: Table) -> Calendar:
    name = table.text("id")
    table.key = f"calendar {name}"
    weekends_only = table.flag("weekend_only")
    languages = table.table("language") if table.has("language") else None
    days_off = DaysOff(
        country="" if weekends_only else table.text("country"),
        subdivision=table.text("subdivision") if table.has("subdivision") else None,
        observed=table.flag("observed") if table.has("observed") else True,
        languages={
            language: languages.text(language)
            for language in ("en", "es", "zh")
            if languages is not None and languages.has(language)
        },
    )
    if languages is not None:
        languages.finish()
    known_until = table.maybe_day("known_until")
    hours = _hours(table.table("hours")) if table.has("hours") else {}
    table.finish()
    return Calendar(name, days_off, known_until=known_until, hours=hours)


def _hours(table: Table) -> Mapping[str, tuple[Interval, ...]]:
    hours = {
        day: tuple(_interval(text, table, day) for text in table.texts(day))
        for day in (*WEEKDAYS, SUBSTITUTE)
        if table.has(day)
    }
    table.finish()
    if not any(hours.get(day) for day in WEEKDAYS[:5]):
        raise BadPack(table.file, table.key, "an office is open on some weekday")
    for day, intervals in hours.items():
        if any(late[0] < early[1] for early, late in pairwise(intervals)):
            raise table.refuse(day, "the intervals overlap or are out of order")
    return hours


def _interval(text: str, table: Table, day: str) -> Interval:
    first, dash, last = text.partition("-")
    opens = read_time(first, table.file, f"{table.key}.{day}")
    closes = read_time(last, table.file, f"{table.key}.{day}") if dash else opens
    if closes <= opens:
        raise table.refuse(day, f"{text!r} is not an interval such as 09:00-12:00")
    return opens, closes
