"""What must hold for every start, every holiday and every pause."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chassis.testing import tries
from statutes import Clock, Entry, Kind, Unit, law, reckon
from statutes.calendars import Calendar
from statutes.days import days_of
from statutes.examples import an_entry
from statutes.given import Given, Paused
from statutes.hours import working_between
from statutes.reckoning import Reckoning

INSTANTS = st.datetimes(
    datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)  # noqa: DTZ001 - hypothesis adds the zone
)  # fmt: skip
DAYS = st.dates(date(2021, 1, 1), date(2028, 1, 1))
COUNTS = st.integers(1, 300)
SOONER_OR_LATER = st.timedeltas(timedelta(0), timedelta(days=60))
A_FEW = tries(10)  # of each of some 150 entries
ENTRIES = list(law().entries.values())
FORWARDS = [entry for entry in ENTRIES if not entry.backwards]


@given(start=INSTANTS, count=COUNTS, holiday=st.integers(1, 400))
def test_one_more_holiday_never_makes_a_business_day_deadline_earlier(
    start: datetime, count: int, holiday: int
) -> None:
    calendar = law().calendars["ES"]
    more = calendar.with_holiday(start.date() + timedelta(days=holiday), "a royal wedding")

    before = reckon(
        an_entry(zone="ES", calendar=calendar, length=count, unit="business_day"), start
    )
    after = reckon(an_entry(zone="ES", calendar=more, length=count, unit="business_day"), start)

    assert after.due >= before.due


@given(start=INSTANTS, into=st.integers(0, 29), pause=st.integers(0, 100))
def test_a_pause_moves_calendar_days_by_the_days_it_took(
    start: datetime, into: int, pause: int
) -> None:
    clock = Clock.start(an_entry(pause=[{"reason": "documents", "mode": "suspend"}]), start)
    paused_at = start + timedelta(days=into)

    paused = clock.pause("documents", paused_at).resume(paused_at + timedelta(days=pause))

    assert paused.due - clock.due == timedelta(days=pause)  # China has no summer time


@given(start=INSTANTS, into=st.integers(0, 5), pause=SOONER_OR_LATER)
def test_a_pause_moves_business_days_by_the_working_days_in_it(
    start: datetime, into: int, pause: timedelta
) -> None:
    entry = an_entry(
        length=10, unit="business_day", pause=[{"reason": "documents", "mode": "suspend"}]
    )
    clock = Clock.start(entry, start)
    paused_at = start + timedelta(days=into)

    paused = clock.pause("documents", paused_at).resume(paused_at + pause)

    since, until = _day(paused_at, entry), _day(paused_at + pause, entry)
    moved = entry.calendar.between(clock.reckoning.due_on, paused.reckoning.due_on)
    assert moved == entry.calendar.between(since, until)


@given(start=INSTANTS, into=st.timedeltas(timedelta(0), timedelta(hours=47)), pause=SOONER_OR_LATER)
def test_a_pause_moves_hours_by_exactly_its_length(
    start: datetime, into: timedelta, pause: timedelta
) -> None:
    entry = an_entry(length=48, unit="hour", pause=[{"reason": "documents", "mode": "suspend"}])
    clock = Clock.start(entry, start)

    paused = clock.pause("documents", start + into).resume(start + into + pause)

    assert paused.due - clock.due == pause


@given(start=INSTANTS, into=st.timedeltas(timedelta(0), timedelta(hours=3)), pause=SOONER_OR_LATER)
def test_a_pause_moves_working_hours_by_exactly_the_working_time_paused(
    start: datetime, into: timedelta, pause: timedelta
) -> None:
    entry = _working_hours(4)
    clock = Clock.start(entry, start)
    paused_at = start + into

    paused = clock.pause("documents", paused_at).resume(paused_at + pause)

    lost = working_between(paused_at, paused_at + pause, entry.calendar, entry.zone)
    assert working_between(clock.due, paused.due, entry.calendar, entry.zone) == lost
    assert working_between(start, paused.due, entry.calendar, entry.zone) == (
        timedelta(hours=4) + lost
    )


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry.id for entry in ENTRIES])
@settings(max_examples=A_FEW)
@given(start=INSTANTS, later=SOONER_OR_LATER)
@example(start=datetime(2026, 1, 31, 12, tzinfo=UTC), later=timedelta(days=1))
def test_due_never_gets_earlier_when_the_start_is_later(
    entry: Entry, start: datetime, later: timedelta
) -> None:
    assert reckon(entry, start).due <= reckon(entry, start + later).due


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry.id for entry in ENTRIES])
@settings(max_examples=A_FEW)
@given(start=INSTANTS)
def test_a_target_is_ours_and_never_after_the_end(entry: Entry, start: datetime) -> None:
    found = reckon(entry, start)

    assert (found.target is not None) is entry.kind.is_ours
    if found.target is not None:
        assert found.target <= found.due


@pytest.mark.parametrize("entry", FORWARDS, ids=[entry.id for entry in FORWARDS])
@settings(max_examples=A_FEW)
@given(start=INSTANTS)
def test_a_duty_is_never_rolled_and_a_right_never_cut(entry: Entry, start: datetime) -> None:
    found = reckon(entry, start)

    if entry.kind.is_the_customers:
        assert found.due_on >= found.ruling.day
    else:
        assert found.due_on <= found.ruling.day


@given(start=INSTANTS, count=st.integers(1, 60), pause=st.integers(0, 30))
def test_the_days_told_as_counted_are_as_many_as_the_law_says(
    start: datetime, count: int, pause: int
) -> None:
    pauses = [{"reason": "documents", "mode": "suspend"}]
    since = start + timedelta(days=1)
    for unit in (Unit.CALENDAR_DAY, Unit.BUSINESS_DAY):
        for kind in (Kind.INSURER_DUTY, Kind.CUSTOMER_RIGHT):
            entry = an_entry(
                length=count,
                unit=unit.value,
                kind=kind.value,
                pause=pauses,
                roll="next_working_day",
            )
            paused = Paused("documents", since, since + timedelta(days=pause))
            found = Reckoning(entry, Given(start, pauses=(paused,)))

            told = days_of(found)

            assert sum(day.counted for day in told) == count
            assert told[-1].date == max(found.due_on, found.ruling.day)


@given(day=DAYS, count=COUNTS)
def test_working_days_looked_up_are_those_a_walk_finds(day: date, count: int) -> None:
    calendar = law().calendars["CN"]

    assert calendar.after(day, count) == _walk(calendar, day, count, timedelta(days=1))
    assert calendar.before(day, count) == _walk(calendar, day, count, timedelta(days=-1))


@given(day=DAYS, count=COUNTS)
def test_so_many_working_days_on_lie_so_many_working_days_between(day: date, count: int) -> None:
    calendar = law().calendars["DE"]

    assert calendar.between(day, calendar.after(day, count)) == count


@given(start=INSTANTS, minutes=st.integers(1, 5000), later=SOONER_OR_LATER)
def test_working_time_added_is_the_working_time_between(
    start: datetime, minutes: int, later: timedelta
) -> None:
    entry = an_entry(calendar=law().calendars["OFFICE"], length=minutes, unit="working_minute")
    found = reckon(entry, start)

    between = working_between(start, found.due, entry.calendar, entry.zone)

    assert between == timedelta(minutes=minutes)
    assert working_between(start, found.due + later, entry.calendar, entry.zone) >= between


@given(start=INSTANTS, into=st.integers(0, 20), pause=st.integers(0, 50))
def test_a_clock_on_paper_is_the_same_clock(start: datetime, into: int, pause: int) -> None:
    clock = Clock.start(law().entry("CN-23A"), start)
    at = start + timedelta(days=into)
    clock = clock.pause("documents", at).resume(at + timedelta(days=pause))

    read = Clock.from_dict(clock.as_dict(), law())

    assert read == clock
    assert read.due == clock.due


def _working_hours(hours: int) -> Entry:
    return an_entry(
        calendar=law().calendars["OFFICE"],
        length=hours,
        unit="working_hour",
        pause=[{"reason": "documents", "mode": "suspend"}],
    )


def _day(at: datetime, entry: Entry) -> date:
    return at.astimezone(entry.zone).date()


def _walk(calendar: Calendar, day: date, count: int, step: timedelta) -> date:
    while count:
        day += step
        count -= calendar.is_working(day)
    return day
