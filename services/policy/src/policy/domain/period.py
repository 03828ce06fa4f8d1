"""A period of cover: days on a wall calendar, and the instants they are in the insured place.

From 1 March to 1 March, cover runs from the first instant of the one to just before the first
instant of the other, by the clock of the place.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from chassis.errors import Rejected

NOT_PLACES: Final = {"Factory", "localtime"}  # keys of some machines' zone folders, no zones


class UnknownTimeZone(Rejected, code="unknown-time-zone"):
    """The time zone is not one of the IANA database."""


class BadPeriod(Rejected, code="bad-period"):
    """A period of cover is at least one day and at most one year long."""


class StartPassed(Rejected, code="start-passed"):
    """Cover is offered from today on."""


class StartTooSoon(Rejected, code="start-too-soon"):
    """Cover begins at the first instant of a day: what is sold today begins tomorrow."""


class TooFarAhead(Rejected, code="too-far-ahead"):
    """Cover is sold at most a year before it begins."""


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones() - NOT_PLACES)


def zone(name: str) -> ZoneInfo:
    """The time zone called `name` in the IANA database."""
    if name not in _zones():
        raise UnknownTimeZone(f"{name!r} is no time zone, try 'Europe/Madrid'", field="/time_zone")
    return ZoneInfo(name)


def midnight(day: date, time_zone: str) -> datetime:
    """The first instant of `day` in that zone, in UTC.

    Where clocks skip midnight itself, the day begins when they have jumped.
    """
    return datetime.combine(day, time.min, tzinfo=zone(time_zone)).astimezone(UTC)


def local_day(instant: datetime, time_zone: str) -> date:
    """What the calendar on the wall says at that instant."""
    return instant.astimezone(zone(time_zone)).date()


def a_year_after(day: date) -> date:
    """The day a year later; for 29 February, the 1 March that ends a whole year."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 3, 1)


def must_begin_within_a_year(starts_on: date, today: date, *, field: str = "/starts_on") -> None:
    """Refuse a first day that went by or has begun, or that today's price is not for."""
    if starts_on < today:
        raise StartPassed(f"cover cannot begin on {starts_on} any more", field=field)
    if starts_on == today:
        first = today + timedelta(days=1)
        raise StartTooSoon(f"{today} has begun: cover begins on {first} at the earliest",
                           field=field)  # fmt: skip
    must_not_be_far(starts_on, today, field=field)


def must_not_be_far(starts_on: date, today: date, *, field: str = "/starts_on") -> None:
    """Refuse a first day more than a year ahead."""
    if starts_on > a_year_after(today):
        raise TooFarAhead(f"cover cannot begin on {starts_on} yet", field=field)


@dataclass(frozen=True, kw_only=True)
class Period:
    """Whole days of cover in one place, `[starts_on, ends_on)`."""

    starts_on: date
    ends_on: date
    time_zone: str

    def __post_init__(self) -> None:
        if self.ends_on <= self.starts_on:
            raise BadPeriod(
                f"cover from {self.starts_on} cannot end on {self.ends_on}", field="/ends_on"
            )
        if self.ends_on > a_year_after(self.starts_on):
            raise BadPeriod(
                f"cover from {self.starts_on} ends on {a_year_after(self.starts_on)} at the latest",
                field="/ends_on",
            )
        zone(self.time_zone)

    @property
    def days(self) -> int:
        """How many days we are on risk."""
        return (self.ends_on - self.starts_on).days

    @property
    def days_in_year(self) -> int:
        """How many days a whole year from the same start has: 365 or 366."""
        return (a_year_after(self.starts_on) - self.starts_on).days

    @property
    def starts_at(self) -> datetime:
        """The first instant of cover."""
        return midnight(self.starts_on, self.time_zone)

    @property
    def ends_at(self) -> datetime:
        """The first instant without cover."""
        return midnight(self.ends_on, self.time_zone)
