"""When we wish a happy birthday: nine in the morning, where the customer lives."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.domain.birthday import birthday_in, is_birthday, next_greeting

LEAPLING = date(1984, 2, 29)
ZONES = st.sampled_from(
    [
        ZoneInfo(name)
        for name in ("Pacific/Kiritimati", "Asia/Shanghai", "Europe/Madrid", "America/New_York")
    ]
)
DAYS = st.dates(date(1910, 1, 1), date(2026, 1, 1))
INSTANTS = st.datetimes(
    datetime(2026, 1, 1),  # noqa: DTZ001 - hypothesis wants it naive and adds the zone
    datetime(2090, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@pytest.mark.parametrize(("year", "day"), [(2027, 28), (2028, 29), (2100, 28)])
def test_born_on_29_february_is_kept_on_the_last_day_of_february(year: int, day: int) -> None:
    assert birthday_in(year, LEAPLING) == date(year, 2, day)


def test_the_greeting_is_at_nine_where_the_customer_lives() -> None:
    shanghai = ZoneInfo("Asia/Shanghai")

    due = next_greeting(date(1990, 5, 6), shanghai, after=datetime(2026, 3, 2, tzinfo=UTC))

    assert due.astimezone(UTC) == datetime(2026, 5, 6, 1, 0, tzinfo=UTC)


def test_nine_is_nine_in_summer_and_in_winter() -> None:
    madrid, start = ZoneInfo("Europe/Madrid"), datetime(2026, 1, 2, tzinfo=UTC)

    winter = next_greeting(date(1990, 1, 20), madrid, after=start)
    summer = next_greeting(date(1990, 7, 20), madrid, after=start)

    assert (winter.astimezone(UTC).hour, summer.astimezone(UTC).hour) == (8, 7)


def test_a_newborn_is_first_greeted_a_year_later() -> None:
    due = next_greeting(date(2026, 6, 1), UTC, after=datetime(2026, 3, 2, tzinfo=UTC))

    assert due == datetime(2027, 6, 1, 9, 0, tzinfo=UTC)


@given(born_on=DAYS, zone=ZONES, after=INSTANTS)
def test_the_next_greeting_is_later_on_the_birthday_and_within_a_year(
    born_on: date, zone: ZoneInfo, after: datetime
) -> None:
    due = next_greeting(born_on, zone, after=after)

    assert after < due <= after + timedelta(days=367)
    assert is_birthday(born_on, zone, at=due)
    assert (due.astimezone(zone).hour, due.astimezone(zone).minute) == (9, 0)


@given(born_on=DAYS, zone=ZONES, after=INSTANTS)
def test_there_is_one_greeting_a_year(born_on: date, zone: ZoneInfo, after: datetime) -> None:
    first = next_greeting(born_on, zone, after=after)
    second = next_greeting(born_on, zone, after=first)

    assert second.astimezone(zone).year == first.astimezone(zone).year + 1
