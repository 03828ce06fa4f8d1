"""Working days, checked against what was officially announced."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from statutes import BadPack, NotCountable, law, reckon
from statutes.examples import an_entry
from statutes.hours import add_working, working_between
from statutes.offices import read_calendars

OFF_2026 = [
    *[date(2026, 1, day) for day in (1, 2, 3)],
    *[date(2026, 2, day) for day in range(15, 24)],
    *[date(2026, 4, day) for day in (4, 5, 6)],
    *[date(2026, 5, day) for day in range(1, 6)],
    *[date(2026, 6, day) for day in (19, 20, 21)],
    *[date(2026, 9, day) for day in (25, 26, 27)],
    *[date(2026, 10, day) for day in range(1, 8)],
]
WORKED_2026 = {
    date(2026, 1, 4),
    date(2026, 2, 14),
    date(2026, 2, 28),
    date(2026, 5, 9),
    date(2026, 9, 20),
    date(2026, 10, 10),
}
SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_china_works_in_2026_as_the_state_council_announced() -> None:
    china = law().calendars["CN"]
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]

    off = {day for day in days if not china.is_working(day)}
    weekends = {day for day in days if day.weekday() in {5, 6}}

    assert off == weekends - WORKED_2026 | set(OFF_2026)


def test_a_weekend_day_worked_in_exchange_is_known_as_such() -> None:
    china = law().calendars["CN"]

    assert {day for day in WORKED_2026 if china.is_substitute(day)} == WORKED_2026
    assert not china.is_substitute(date(2026, 2, 13))


@pytest.mark.parametrize(
    "day", [date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 4), date(2026, 5, 25)]
)
def test_england_keeps_its_bank_holidays(day: date) -> None:
    assert not law().calendars["UK"].is_working(day)


def test_the_fewest_holidays_leave_the_friday_before_a_saturday_fourth_of_july() -> None:
    assert law().calendars["US-FEWEST"].is_working(date(2026, 7, 3))
    assert not law().calendars["US-NY"].is_working(date(2026, 7, 3))


def test_a_holiday_has_a_name_in_the_readers_language() -> None:
    china = law().calendars["CN"]

    assert china.holiday(date(2026, 2, 17), "zh") == "春节"
    assert china.holiday(date(2026, 2, 17)) == "Chinese New Year (Spring Festival)"
    assert china.holiday(date(2026, 2, 21)) is None


def test_a_year_nobody_announced_is_not_known() -> None:
    china = law().calendars["CN"]

    assert china.knows(date(2026, 12, 31))
    assert not china.knows(date(2027, 1, 1))
    assert law().calendars["DE"].knows(date(2050, 1, 1))


def test_what_hangs_on_an_unannounced_day_is_provisional_and_says_why() -> None:
    found = reckon(an_entry(length=10, unit="business_day"), datetime(2026, 12, 28, 4, tzinfo=UTC))

    assert found.provisional
    assert [(doubt.calendar.id, doubt.use) for doubt in found.doubts] == [
        ("CN", "count"),
        ("CN", "target"),
    ]


def test_no_calendar_reaches_beyond_its_years() -> None:
    with pytest.raises(NotCountable, match="no days off for the year 2101"):
        law().calendars["DE"].after(date(2100, 12, 30), 10)


def test_working_hours_leave_out_lunch_nights_and_holidays() -> None:
    office = law().calendars["OFFICE"]
    start = datetime(2026, 4, 30, 17, 30, tzinfo=SHANGHAI)  # before the May days, 1 to 5 May

    assert add_working(start, timedelta(hours=4), office, SHANGHAI) == datetime(
        2026, 5, 6, 14, 0, tzinfo=SHANGHAI
    )
    assert working_between(start, datetime(2026, 5, 6, 9, tzinfo=SHANGHAI), office, SHANGHAI) == (
        timedelta(minutes=30)
    )


def test_the_night_the_clocks_change_has_its_real_hours() -> None:
    calendar = read_calendars(
        '[[calendar]]\nid = "N"\nweekend_only = true\n[calendar.hours]\nfriday = ["00:00-05:00"]'
    )["N"]
    jordan = ZoneInfo("Asia/Amman")  # its clocks went forward on a Friday, 2021-03-26 at 00:00
    start = datetime(2021, 3, 25, 12, tzinfo=jordan)

    worked = working_between(start, datetime(2021, 3, 27, tzinfo=jordan), calendar, jordan)

    assert worked == timedelta(hours=4)


SPAIN = '[[calendar]]\nid = "X"\ncountry = "ES"\n'
HOURS = "[calendar.hours]\nmonday = "


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ('[[calendar]]\nid = "X"', "calendar X.country: is missing"),
        (SPAIN + "holydays = 1", "calendar X.holydays: there is no such key"),
        (SPAIN + HOURS + '["9-12"]', "X.hours.monday: '9' is not a time of day"),
        (SPAIN + HOURS + '["12:00-09:00"]', "X.hours.monday: '12:00-09:00' is not an interval"),
        (SPAIN + HOURS + '["09:00-12:00", "11:00-14:00"]', "the intervals overlap"),
        (SPAIN + '[calendar.hours]\nsunday = ["09:00-12:00"]', "open on some weekday"),
        (SPAIN * 2, "calendar.X: is there twice"),
    ],
)
def test_a_calendar_that_makes_no_sense_is_refused(written: str, key: str) -> None:
    with pytest.raises(BadPack, match=r"calendars\.toml") as refusal:
        read_calendars(written)

    assert key in str(refusal.value)
