"""When we wish a customer a happy birthday: at nine in the morning where they live.

Who was born on 29 February is greeted on 28 February in common years. The law would not help us
choose: an age is reached on 28 February by some codes (New Zealand, Taiwan) and on 1 March by
others (United Kingdom, Hong Kong). A greeting has no legal effect, and the day that is still in
the month of birth is the one nobody finds wrong.
"""

from calendar import isleap
from datetime import date, datetime, time, tzinfo
from typing import Final

GREETED_AT: Final = time(9, 0)


def birthday_in(year: int, born_on: date) -> date:
    """The day in `year` on which the birthday is kept."""
    if (born_on.month, born_on.day) == (2, 29) and not isleap(year):
        return date(year, 2, 28)
    return born_on.replace(year=year)


def next_greeting(born_on: date, zone: tzinfo, *, after: datetime) -> datetime:
    """The first greeting later than `after`, the day of birth itself not counted."""
    year = max(after.astimezone(zone).year, born_on.year + 1)
    this, following = (
        datetime.combine(birthday_in(each, born_on), GREETED_AT, zone) for each in (year, year + 1)
    )
    return this if this > after else following


def is_birthday(born_on: date, zone: tzinfo, *, at: datetime) -> bool:
    """Whether the birthday is kept on the day that `at` is for the customer."""
    today = at.astimezone(zone).date()
    return today == birthday_in(today.year, born_on)
