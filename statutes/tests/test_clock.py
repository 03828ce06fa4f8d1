"""Clocks: what they answer, what may happen to them, what they remember."""

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from statutes import Clock, IllegalMove, NaiveInstant, Reckoning, Refused, State, Unknown, law
from statutes.examples import an_entry
from statutes.given import Given, Paused
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


def test_an_extension_the_new_law_allows_only_after_another_has_no_effect_there() -> None:
    entry = an_entry(extend=[{"reason": "special", "by": 30}])
    special = Clock.start(entry, FILED).extend("special", FILED + DAY)

    changed = special.change(law().entry("CN-CMP"), FILED + DAY)

    assert changed.due == Clock.start(law().entry("CN-CMP"), FILED).due


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


def test_a_case_that_changes_its_law_is_counted_anew_and_forgets_nothing() -> None:
    clock = a_claim().pause("documents", FILED + DAY).resume(FILED + 8 * DAY)
    known = an_entry(id="OTHER-1", length=60, pause=PAUSES)
    strange = an_entry(id="OTHER-2", length=60)

    changed = clock.change(known, FILED + 9 * DAY)
    unpaused = clock.change(strange, FILED + 9 * DAY)

    assert changed.due == a_claim().due + 30 * DAY + 7 * DAY
    assert unpaused.due == a_claim().due + 30 * DAY
    assert changed.history[:-1] == clock.history
    assert changed.history[-1].what is What.CHANGED
    assert any("no effect under this law" in sentence for sentence in unpaused.explain())
    assert (
        clock.change(known, FILED + 9 * DAY).change(clock.entry, FILED + 9 * DAY).due == clock.due
    )


def test_a_case_that_changes_its_law_is_counted_from_that_laws_own_event_when_it_is_known() -> None:
    clock = a_claim().learn("agreement", FILED + 3 * DAY, FILED + 3 * DAY)
    pay = an_entry(id="PAY", start="agreement", length=10)

    assert clock.change(pay, FILED + 4 * DAY).due == Clock.start(pay, FILED + 3 * DAY).due
    assert a_claim().change(pay, FILED + DAY).due == Clock.start(pay, FILED).due


def test_a_broken_promise_may_be_none_under_the_law_that_really_applies() -> None:
    clock = a_claim()
    noticed = clock.due + DAY

    changed = clock.breach(noticed).change(an_entry(length=60), noticed)

    assert changed.state(noticed) is State.RUNNING
    assert What.BREACHED in [happening.what for happening in changed.history]


def test_a_period_runs_from_the_later_of_two_events_once_that_is_learnt() -> None:
    entry = an_entry(kind="customer_right", or_later=["policy_signed_for"], length=14)
    clock = Clock.start(entry, FILED)

    learnt = clock.learn("policy_signed_for", FILED + 5 * DAY, FILED + 6 * DAY)

    assert learnt.due == clock.due + 5 * DAY
    assert Clock.start(entry, FILED, known={"policy_signed_for": FILED - DAY}).due == clock.due
    with pytest.raises(Unknown, match="event 'moonrise'"):
        clock.learn("moonrise", FILED, FILED)


def test_the_branch_that_is_later_for_the_customer_decides() -> None:
    also = [{"name": "due_date", "start": "agreement", "length": 60, "unit": "calendar_day"}]
    entry = an_entry(kind="customer_right", also=also, whichever="later")
    earlier = an_entry(also=also, whichever="earlier")

    known = {"agreement": FILED - 10 * DAY}

    assert Clock.start(entry, FILED).due == a_claim().due
    assert Clock.start(entry, FILED, known=known).due == a_claim().due + 20 * DAY
    assert Clock.start(earlier, FILED, known=known).due == a_claim().due


def test_working_hours_remain_as_working_time() -> None:
    clock = Clock.start(law().entry("YB-ANSWER"), datetime.fromisoformat("2026-03-10T10:30+08:00"))
    lunch = datetime.fromisoformat("2026-03-10T12:45+08:00")

    assert clock.due == datetime.fromisoformat("2026-03-10T16:00+08:00")
    assert clock.remaining(lunch) == timedelta(hours=2, minutes=30)
    assert clock.remaining(clock.due + timedelta(hours=1)) == timedelta(hours=-1)


def test_a_clock_survives_json() -> None:
    clock = a_claim().pause("documents", FILED + DAY).resume(FILED + 3 * DAY)

    read = Clock.from_dict(json.loads(json.dumps(clock.as_dict())), law())

    assert read == clock
    assert read.due == clock.due
    assert read.explain("zh") == clock.explain("zh")


@pytest.mark.parametrize(
    "written", [{}, {"entry": "CN-23A"}, {"entry": 1, "known": {}, "history": 3}]
)
def test_what_is_no_clock_on_paper_is_refused(written: dict[str, object]) -> None:
    with pytest.raises(Refused, match="not a clock on paper"):
        Clock.from_dict(written, law())
