"""Periods: whole days on the wall calendar of a place, as instants."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.domain.period import (
    BadPeriod,
    Period,
    UnknownTimeZone,
    a_year_after,
    local_day,
    midnight,
)

ZONES = ["America/Chicago", "Europe/Madrid", "Asia/Shanghai", "Pacific/Apia", "America/Havana"]
days = st.dates(min_value=date(1970, 1, 1), max_value=date(2199, 12, 31))


def test_cover_begins_and_ends_at_midnight_by_the_clock_of_the_place() -> None:
    period = Period(
        starts_on=date(2026, 1, 15), ends_on=date(2026, 7, 15), time_zone="America/Chicago"
    )

    assert period.starts_at == datetime(2026, 1, 15, 6, tzinfo=UTC)  # winter: six hours behind
    assert period.ends_at == datetime(2026, 7, 15, 5, tzinfo=UTC)  # summer: five


def test_the_day_the_clocks_go_forward_has_23_hours() -> None:
    period = Period(
        starts_on=date(2026, 3, 8), ends_on=date(2026, 3, 9), time_zone="America/Chicago"
    )

    assert period.ends_at - period.starts_at == timedelta(hours=23)


def test_the_day_the_clocks_go_back_has_25_hours() -> None:
    period = Period(
        starts_on=date(2026, 11, 1), ends_on=date(2026, 11, 2), time_zone="America/Chicago"
    )

    assert period.ends_at - period.starts_at == timedelta(hours=25)


def test_where_the_clocks_skip_midnight_the_day_begins_at_one() -> None:
    began = midnight(date(2025, 3, 9), "America/Havana")

    assert began == datetime(2025, 3, 9, 5, tzinfo=UTC)
    assert local_day(began, "America/Havana") == date(2025, 3, 9)
    assert local_day(began - timedelta(microseconds=1), "America/Havana") == date(2025, 3, 8)


def test_where_midnight_comes_twice_the_day_begins_with_the_first() -> None:
    began = midnight(date(2025, 11, 2), "America/Havana")

    assert began == datetime(2025, 11, 2, 4, tzinfo=UTC)


@given(day=days, time_zone=st.sampled_from(ZONES))
def test_no_instant_lies_between_two_days(day: date, time_zone: str) -> None:
    one = Period(starts_on=day, ends_on=day + timedelta(days=1), time_zone=time_zone)
    next_one = Period(
        starts_on=one.ends_on, ends_on=one.ends_on + timedelta(days=1), time_zone=time_zone
    )

    assert one.ends_at == next_one.starts_at
    assert one.starts_at <= one.ends_at


@pytest.mark.parametrize(
    ("starts_on", "a_year_later", "days"),
    [
        (date(2026, 3, 1), date(2027, 3, 1), 365),
        (date(2023, 3, 1), date(2024, 3, 1), 366),
        (date(2024, 2, 29), date(2025, 3, 1), 366),
        (date(2023, 2, 28), date(2024, 2, 28), 365),
    ],
)
def test_a_year_is_whole_on_29_february_too(starts_on: date, a_year_later: date, days: int) -> None:
    period = Period(starts_on=starts_on, ends_on=a_year_later, time_zone="UTC")

    assert a_year_after(starts_on) == a_year_later
    assert period.days == period.days_in_year == days


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (date(2026, 3, 1), date(2026, 3, 1)),
        (date(2026, 3, 1), date(2026, 2, 1)),
        (date(2026, 3, 1), date(2027, 3, 2)),
        (date(2024, 2, 29), date(2025, 3, 2)),
    ],
)
def test_cover_lasts_a_day_at_least_and_a_year_at_most(starts_on: date, ends_on: date) -> None:
    with pytest.raises(BadPeriod) as refused:
        Period(starts_on=starts_on, ends_on=ends_on, time_zone="UTC")

    assert refused.value.field == "/ends_on"


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../../etc/passwd", "localtime", "utc+1"])
def test_a_zone_is_one_of_the_iana_database(name: str) -> None:
    with pytest.raises(UnknownTimeZone):
        midnight(date(2026, 3, 1), name)
