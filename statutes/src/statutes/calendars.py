"""Working days and office hours: what a business day is, here, this year.

The working days of a year are worked out once and kept as sorted numbers, so that "the 250th
working day from here" is a look-up, not a walk.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from datetime import date, time
from typing import Final

from statutes.days_off import FIRST_YEAR, LAST_YEAR, WEEKEND, DaysOff
from statutes.refusals import NotCountable

Interval = tuple[time, time]
SUBSTITUTE: Final = "substitute"
WEEKDAYS: Final = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)


class Calendar:
    """The working days of one place, and the hours of an office when it has them."""

    def __init__(
        self,
        name: str,
        days_off: DaysOff,
        *,
        known_until: date | None = None,
        hours: Mapping[str, tuple[Interval, ...]] | None = None,
        extra: Mapping[date, str] | None = None,
    ) -> None:
        self.id = name
        self.known_until = known_until
        self.hours: Mapping[str, tuple[Interval, ...]] = hours or {}
        self._days_off = days_off
        self._extra: Mapping[date, str] = extra or {}
        self._years: dict[int, tuple[int, ...]] = {}

    def __repr__(self) -> str:
        return f"Calendar({self.id!r})"

    def with_holiday(self, day: date, name: str) -> "Calendar":
        """The same calendar with one more day off."""
        return Calendar(
            self.id,
            self._days_off,
            known_until=self.known_until,
            hours=self.hours,
            extra={**self._extra, day: name},
        )

    def knows(self, day: date) -> bool:
        """Whether the days off of `day`'s time are officially known."""
        return self.known_until is None or day <= self.known_until

    def is_working(self, day: date) -> bool:
        """Whether `day` is a working day."""
        if day in self._extra:
            return False
        if day.weekday() in WEEKEND:
            return day in self._days_off.substitutes(day.year)
        return day not in self._days_off.names(day.year)

    def is_substitute(self, day: date) -> bool:
        """Whether `day` is a weekend day that is worked in exchange for another."""
        return day.weekday() in WEEKEND and self.is_working(day)

    def holiday(self, day: date, language: str = "en") -> str | None:
        """What the day off is called, when it is more than a weekend."""
        return self._extra.get(day) or self._days_off.names(day.year, language).get(day)

    def after(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`; `day` itself when `count` is 0."""
        year = day.year
        index = bisect_right(self._working(year), day.toordinal()) + count - 1
        if count == 0:
            return day
        while index >= len(days := self._working(year)):
            index -= len(days)
            year += 1
        return date.fromordinal(days[index])

    def before(self, day: date, count: int) -> date:
        """The `count`-th working day before `day`; `day` itself when `count` is 0."""
        year = day.year
        index = bisect_left(self._working(year), day.toordinal()) - count
        if count == 0:
            return day
        while index < 0:
            year -= 1
            index += len(self._working(year))
        return date.fromordinal(self._working(year)[index])

    def on_or_after(self, day: date) -> date:
        """`day`, or the first working day after it."""
        return day if self.is_working(day) else self.after(day, 1)

    def on_or_before(self, day: date) -> date:
        """`day`, or the last working day before it."""
        return day if self.is_working(day) else self.before(day, 1)

    def between(self, start: date, end: date) -> int:
        """How many working days lie after `start`, up to and including `end`."""
        if end < start:
            return -self.between(end, start)
        total = -bisect_right(self._working(start.year), start.toordinal())
        for year in range(start.year, end.year):
            total += len(self._working(year))
        return total + bisect_right(self._working(end.year), end.toordinal())

    def open_hours(self, day: date) -> tuple[Interval, ...]:
        """When the office is open on `day`; nothing when it is shut all day."""
        if not self.is_working(day):
            return ()
        name = SUBSTITUTE if day.weekday() in WEEKEND else WEEKDAYS[day.weekday()]
        return self.hours.get(name, ())

    def _working(self, year: int) -> tuple[int, ...]:
        days = self._years.get(year)
        if days is None:
            days = self._years[year] = self._worked_in(year)
        return days

    def _worked_in(self, year: int) -> tuple[int, ...]:
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise NotCountable(
                f"calendar {self.id} ends: there are no days off for the year {year}"
            )
        off = {day.toordinal() for day in (*self._days_off.names(year), *self._extra)}
        worked = {day.toordinal() for day in self._days_off.substitutes(year)}
        worked -= {day.toordinal() for day in self._extra}
        first = date(year, 1, 1)
        ordinals = range(first.toordinal(), date(year, 12, 31).toordinal() + 1)
        return tuple(
            number
            for number in ordinals
            if number in worked or ((number - 1) % 7 not in WEEKEND and number not in off)
        )
