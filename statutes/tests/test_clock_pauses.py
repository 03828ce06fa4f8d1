"""Pauses of a clock: what they take, and when the law ends them by itself."""

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from statutes import Clock, Entry, IllegalMove, Reckoning, State, law
from statutes.asking import instant
from statutes.examples import an_entry
from statutes.given import Given, Paused

FILED = datetime(2026, 1, 20, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai
DAY = timedelta(days=1)
PAUSES = [{"reason": "documents", "mode": "suspend"}]
COMPLAINED = instant("2026-05-04T10:00+02:00")
ASKED = instant("2026-05-11T10:00+02:00")
USED_UP = instant("2026-05-22T00:00+02:00")  # ten days after the day it was asked


def a_claim() -> Clock:
    return Clock.start(law().entry("CN-23A"), FILED)


def a_complaint() -> Clock:
    return Clock.start(law().entry("ES-CMP"), COMPLAINED)


def capped(days: int = 10, mode: str = "suspend", **keys: object) -> Entry:
    longest = {"length": days, "unit": "calendar_day"}
    return an_entry(pause=[{"reason": "documents", "mode": mode, "max": longest}], **keys)


def test_a_paused_clock_keeps_what_it_had_and_sets_no_alarm() -> None:
    paused_at = FILED + 6 * DAY
    clock = a_claim().pause("documents", paused_at)

    assert clock.state(FILED + 90 * DAY) is State.PAUSED
    assert clock.remaining(FILED + 90 * DAY) == a_claim().due - paused_at
    assert clock.alarms(paused_at) == ()
    assert clock.resume(paused_at + 14 * DAY).due == a_claim().due + 14 * DAY


def test_a_pause_that_restarts_begins_the_whole_length_anew() -> None:
    entry = an_entry(pause=[{"reason": "documents", "mode": "restart"}])
    clock = Clock.start(entry, FILED).pause("documents", FILED + 5 * DAY)

    resumed = clock.resume(FILED + 20 * DAY)

    assert resumed.due == Clock.start(entry, FILED + 20 * DAY).due


def test_a_pause_moves_the_end_by_no_more_than_the_law_allows() -> None:
    longest = {"length": 10, "unit": "calendar_day"}
    entry = an_entry(pause=[{"reason": "documents", "mode": "suspend", "max": longest}])
    clock = Clock.start(entry, FILED).pause("documents", FILED + DAY).resume(FILED + 31 * DAY)

    assert clock.due == Clock.start(entry, FILED).due + 10 * DAY


def test_a_right_of_the_customer_counts_both_ends_of_a_pause() -> None:
    entry = an_entry(kind="customer_right", pause=PAUSES)
    clock = Clock.start(entry, FILED).pause("documents", FILED + DAY).resume(FILED + 3 * DAY)

    assert clock.due == Clock.start(entry, FILED).due + 3 * DAY


def test_an_hour_lost_to_summer_time_was_not_paused() -> None:
    madrid = ZoneInfo("Europe/Madrid")
    entry = an_entry(zone="ES", length=48, unit="hour", pause=PAUSES)
    start = datetime(2026, 3, 27, 12, tzinfo=madrid)
    night = Paused(
        "documents",
        datetime(2026, 3, 28, 12, tzinfo=madrid),
        datetime(2026, 3, 29, 12, tzinfo=madrid),  # 23 hours later
    )

    found = Reckoning(entry, Given(start, pauses=(night,)))

    assert found.due - start.astimezone(UTC) == timedelta(hours=48 + 23)


def test_a_pause_ends_by_itself_when_the_law_allows_no_more() -> None:
    clock = a_complaint().pause("cure", ASKED)

    assert clock.due == instant("2026-06-15T00:00+02:00")  # 4 June and ten days
    assert clock.state(USED_UP - timedelta(microseconds=1)) is State.PAUSED
    assert clock.state(USED_UP) is State.RUNNING
    assert clock.state(clock.due) is State.BREACHED
    assert clock.breach(clock.due + DAY).breached_at == clock.due


def test_a_pause_the_law_ends_is_due_as_one_resumed_when_it_was_used_up_or_later() -> None:
    clock = a_complaint().pause("cure", ASKED)

    for resumed in (USED_UP - timedelta(hours=1), USED_UP, USED_UP + 8 * DAY):
        late = clock.resume(resumed)
        assert (late.due, late.target) == (clock.due, clock.target)
        assert late.state(USED_UP) is State.RUNNING
    assert clock.resume(ASKED + DAY).due == a_complaint().due + DAY


def test_a_pause_the_law_ends_keeps_its_alarms_and_one_without_end_has_none() -> None:
    clock = a_complaint().pause("cure", ASKED)

    assert clock.target is not None
    assert clock.target < clock.due  # a Sunday
    assert clock.alarms(ASKED) == (("target", clock.target), ("due", clock.due))
    assert clock.alarms(USED_UP) == clock.alarms(ASKED)
    assert clock.alarms(clock.due) == ()
    assert a_claim().pause("documents", FILED).alarms(FILED) == ()


def test_what_remains_stands_still_until_the_law_ends_the_pause() -> None:
    clock = a_complaint().pause("cure", ASKED)

    assert clock.remaining(ASKED) == a_complaint().remaining(ASKED)
    assert clock.remaining(USED_UP - timedelta(seconds=1)) == clock.remaining(ASKED)
    assert clock.remaining(USED_UP) == clock.due - USED_UP
    assert clock.remaining(USED_UP) <= clock.remaining(ASKED)


def test_after_a_pause_that_the_law_ended_another_has_its_own_ten_days() -> None:
    again = USED_UP + DAY
    clock = a_complaint().pause("cure", ASKED).pause("admission_hearing", again)

    assert clock.state(again) is State.PAUSED
    assert clock.due == a_complaint().due + 20 * DAY
    assert clock.resume(again + 3 * DAY).due == a_complaint().due + 13 * DAY
    with pytest.raises(IllegalMove, match=r"is paused .* cannot be paused"):
        a_complaint().pause("cure", ASKED).pause("cure", USED_UP - DAY)


def test_a_pause_the_law_ended_survives_json() -> None:
    clock = (
        a_complaint().pause("cure", ASKED).pause("cure", USED_UP + DAY).resume(USED_UP + 20 * DAY)
    )

    read = Clock.from_dict(json.loads(json.dumps(clock.as_dict())), law())

    assert read == clock
    assert read.due == clock.due


def test_an_explanation_says_that_the_law_ended_the_pause() -> None:
    ended = (
        "The pause of 2026-05-11 (the complaint had to be completed) ends by law, with"
        " 2026-05-21; from then on the days count again."
    )
    clock = a_complaint().pause("cure", ASKED)

    assert ended in clock.explain()
    assert ended in clock.resume(USED_UP + DAY).explain()
    assert ended not in clock.resume(ASKED + DAY).explain()
    assert not any(sentence.startswith("Paused since") for sentence in clock.explain())


def test_a_right_of_the_customer_is_paused_for_as_long_as_the_law_allows() -> None:
    entry = capped(kind="customer_right")
    clock = Clock.start(entry, FILED).pause("documents", FILED + DAY)

    assert clock.due == Clock.start(entry, FILED).due + 10 * DAY
    assert clock.due == clock.resume(FILED + 40 * DAY).due
    assert clock.state(instant("2026-01-31T00:00+08:00")) is State.RUNNING  # 21 to 30 January


def test_a_restart_the_law_ends_begins_anew_on_the_last_day_allowed() -> None:
    entry = capped(mode="restart")
    clock = Clock.start(entry, FILED).pause("documents", FILED + DAY)

    assert clock.due == Clock.start(entry, FILED + 11 * DAY).due
    assert clock.due == clock.resume(FILED + 25 * DAY).due
    assert clock.state(instant("2026-01-30T23:59+08:00")) is State.PAUSED
    assert clock.state(instant("2026-01-31T00:00+08:00")) is State.RUNNING


def test_a_pause_the_new_law_does_not_know_no_longer_stops_the_clock() -> None:
    clock = a_claim().pause("documents", FILED + DAY).change(an_entry(), FILED + 2 * DAY)

    assert clock.state(FILED + 2 * DAY) is State.RUNNING
    assert clock.state(clock.due) is State.BREACHED
    assert clock.resume(FILED + 3 * DAY).due == clock.due


def test_a_decision_is_sent_within_the_month_and_the_days_its_complaint_was_paused() -> None:
    complaint = a_complaint().pause("cure", ASKED).resume(ASKED + 7 * DAY)
    decided = instant("2026-06-08T10:00+02:00")

    clock = Clock.start(
        law().entry("ES-CMP-N"),
        decided,
        known={"complaint_filed": COMPLAINED},
        pauses=complaint.pauses,
    )

    assert clock.state(decided) is State.RUNNING
    assert clock.due == complaint.due
    read = Clock.from_dict(json.loads(json.dumps(clock.as_dict())), law())
    assert read == clock
    assert read.due == clock.due
