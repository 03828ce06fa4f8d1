"""How the law counts: from a day, so many days, months or working days, to a day.

The day of the event is not counted. A month ends on the day with the same number, or on the last
day of a shorter month; it is never thirty days.
"""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from statutes.calendars import Calendar
from statutes.entry import Length
from statutes.kinds import Unit
from statutes.refusals import NaiveInstant, NotCountable, need

_DAY = timedelta(days=1)
_DAYS_KEPT = 8192  # a time zone is asked once a day of some years, which is most of a due date
MIDNIGHT = time()


def aware(at: datetime) -> datetime:
    """`at`, unless it has no zone and so is no instant."""
    if not isinstance(at, datetime):
        need(at, datetime, "an instant")
    if at.tzinfo is None or at.utcoffset() is None:
        raise NaiveInstant(f"{at.isoformat()} has no time zone: give an instant, such as …+08:00")
    return at


def in_utc(at: datetime) -> datetime:
    """`at` in UTC, unless it is no instant."""
    if type(at) is datetime and at.tzinfo is UTC:
        return at
    try:
        return aware(at).astimezone(UTC)
    except OverflowError:
        raise NotCountable(f"{at.isoformat()} is too far away to be counted from") from None


def local_day(at: datetime, zone: ZoneInfo) -> date:
    """The date on the wall where the law is counted."""
    return aware(at).astimezone(zone).date()


@lru_cache(maxsize=_DAYS_KEPT)
def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """24:00 of a local day, as an instant in UTC."""
    return datetime.combine(day + _DAY, MIDNIGHT, zone).astimezone(UTC)


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """00:00 of a local day, as an instant in UTC."""
    return datetime.combine(day, MIDNIGHT, zone).astimezone(UTC)


def move(day: date, length: Length, calendar: Calendar, *, backwards: bool = False) -> date:
    """The day a length of days, weeks, months or years away from `day`."""
    number = -length.number if backwards else length.number
    match length.unit:
        case Unit.CALENDAR_DAY:
            return day + timedelta(days=number)
        case Unit.BUSINESS_DAY if backwards:
            return calendar.before(day, length.number)
        case Unit.BUSINESS_DAY:
            return calendar.after(day, length.number)
        case Unit.WEEK:
            return day + timedelta(weeks=number)
        case Unit.MONTH:
            return add_months(day, number)
        case Unit.YEAR:
            return add_months(day, 12 * number)
        case _:
            raise AssertionError(f"{length.unit} is not counted in days")  # pragma: no cover


def add_months(day: date, months: int) -> date:
    """The same day number so many months on, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def duration(length: Length) -> timedelta:
    """The time in a length of hours or minutes, elapsed or working."""
    if length.unit in {Unit.HOUR, Unit.WORKING_HOUR}:
        return timedelta(hours=length.number)
    return timedelta(minutes=length.number)
