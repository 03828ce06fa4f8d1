"""Clocks: what they answer, what may happen to them, what they remember."""

from datetime import UTC, datetime, timedelta

import pytest

from statutes import Clock, IllegalMove, NaiveInstant, State, Unknown, law
from statutes.examples import an_entry
from statutes.moves import MOVES, What

FILED = datetime(2026, 1, 20, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai
DAY = timedelta(days=1)
PAUSES = [{"reason": "documents", "mode": "suspend"}]


def a_claim() -> Clock:
    return Clock.start(law().entry("CN-23A"), FILED)


def test_a_running_clock_answers_due_target_and_what_remains() -> None:
    clock = a_claim()

    assert clock.due == datetime(2026, 2, 19, 16, tzinfo=UTC)
    assert clock.target == datetime(2026, 2, 14, 16, tzinfo=UTC)  # the Saturday before the festival
    assert clock.state(FILED) is State.RUNNING
    assert clock.remaining(FILED) == clock.due - FILED
    assert clock.alarms(FILED) == (("target", clock.target), ("due", clock.due))


def test_a_breach_is_an_instant_whenever_it_is_noticed() -> None:
    clock = a_claim()
    noticed = clock.due + 3 * DAY

    assert clock.state(clock.due - timedelta(microseconds=1)) is State.RUNNING
    assert clock.state(clock.due) is State.BREACHED
    assert clock.breach(noticed).breached_at == clock.due
    assert clock.breach(noticed).breach(noticed) == clock.breach(noticed)
    assert clock.remaining(noticed) == -3 * DAY
    assert clock.alarms(noticed) == ()


def test_a_promise_kept_in_time_was_never_broken() -> None:
    clock = a_claim().satisfy(FILED + DAY)

    assert clock.state(FILED + 100 * DAY) is State.SATISFIED
    assert clock.breached_at is None


def test_a_promise_kept_late_is_kept_and_was_broken() -> None:
    clock = a_claim()
    late = clock.satisfy(clock.due + DAY)

    assert late.state(clock.due + DAY) is State.SATISFIED
    assert late.breached_at == clock.due


def test_extensions_are_made_once_and_in_order() -> None:
    clock = Clock.start(law().entry("CN-CMP"), datetime(2026, 2, 10, 4, tzinfo=UTC))
    at = datetime(2026, 2, 11, 4, tzinfo=UTC)

    assert clock.reckoning.due_on.isoformat() == "2026-02-25"
    assert clock.extend("complex", at).reckoning.due_on.isoformat() == "2026-03-12"
    both = clock.extend("complex", at).extend("special", at)
    assert both.reckoning.due_on.isoformat() == "2026-04-11"
    with pytest.raises(Unknown, match="'special' comes only after 'complex'"):
        clock.extend("special", at)
    with pytest.raises(IllegalMove, match="already extended"):
        clock.extend("complex", at).extend("complex", at)


def test_a_reason_the_law_does_not_know_is_refused_with_those_it_knows() -> None:
    with pytest.raises(Unknown, match=r"CN-23A \(cn\.toml\): pause reason 'holiday': .* documents"):
        a_claim().pause("holiday", FILED)
    with pytest.raises(Unknown, match=r"CN-23A \(cn\.toml\): extension 'complex': there are none"):
        a_claim().extend("complex", FILED)


def test_what_cannot_happen_from_here_is_refused() -> None:
    clock = a_claim()

    with pytest.raises(IllegalMove, match=r"CN-23A is running .* cannot be resumed"):
        clock.resume(FILED)
    with pytest.raises(IllegalMove, match=r"is paused .* cannot be paused"):
        clock.pause("documents", FILED).pause("documents", FILED)
    with pytest.raises(IllegalMove, match=r"is breached .* cannot be paused"):
        clock.pause("documents", clock.due)
    with pytest.raises(IllegalMove, match=r"is satisfied .* cannot be stopped"):
        clock.satisfy(FILED).stop(FILED)
    with pytest.raises(IllegalMove, match=r"is running at .*, not breached"):
        clock.breach(FILED)
    with pytest.raises(IllegalMove, match="is before what already happened"):
        clock.satisfy(FILED + DAY - DAY - DAY)


def test_every_state_says_what_may_happen() -> None:
    assert set(MOVES) == set(State)
    assert not any(What.STARTED in moves for moves in MOVES.values())


def test_an_instant_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 2, 5, 10)  # noqa: DTZ001 - that is the point

    with pytest.raises(NaiveInstant, match="2026-02-05T10:00:00 has no time zone"):
        Clock.start(law().entry("CN-23A"), naive)
    with pytest.raises(NaiveInstant):
        a_claim().pause("documents", naive)


def test_the_time_of_a_customer_passes_and_is_not_broken() -> None:
    clock = Clock.start(law().entry("CN-COOL"), FILED)

    assert clock.target is None
    assert clock.state(clock.due) is State.PASSED
    assert clock.satisfy(clock.due + DAY).breached_at is None
    assert clock.explain()[-1] == "Being later does not by itself take anything away from you."


def test_a_right_that_opens_is_open_the_day_after() -> None:
    clock = Clock.start(an_entry(kind="opens_right", length=1, unit="month"), FILED)

    assert clock.reckoning.opens == clock.due
    assert clock.state(clock.due) is State.OPEN


def test_a_duty_that_repeats_begins_its_next_round_when_it_is_done() -> None:
    entry = an_entry(repeats=True, length=20, unit="calendar_day", pause=PAUSES)
    clock = Clock.start(entry, FILED)

    done = clock.satisfy(FILED + 5 * DAY)
    late = clock.satisfy(clock.due + DAY)

    assert done.due == FILED.replace(hour=16) + 25 * DAY
    assert done.state(FILED + 6 * DAY) is State.RUNNING
    assert late.due > clock.due + DAY
    assert done.stop(FILED + 6 * DAY).state(FILED + 60 * DAY) is State.STOPPED


def test_clocks_of_one_case_do_not_touch_one_another() -> None:
    decide, pay = a_claim(), Clock.start(law().entry("CN-CMP"), FILED)

    paused = decide.pause("documents", FILED)

    assert paused.state(FILED) is State.PAUSED
    assert pay.state(FILED) is State.RUNNING
    assert decide.state(FILED) is State.RUNNING


def test_working_hours_remain_as_working_time() -> None:
    clock = Clock.start(law().entry("YB-ANSWER"), datetime.fromisoformat("2026-03-10T10:30+08:00"))
    lunch = datetime.fromisoformat("2026-03-10T12:45+08:00")

    assert clock.due == datetime.fromisoformat("2026-03-10T16:00+08:00")
    assert clock.remaining(lunch) == timedelta(hours=2, minutes=30)
    assert clock.remaining(clock.due + timedelta(hours=1)) == timedelta(hours=-1)
