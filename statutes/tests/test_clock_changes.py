"""Clocks that are counted anew: another law, an event that is learnt or that moves."""

from datetime import UTC, datetime, timedelta

import pytest

from statutes import Clock, IllegalMove, State, Unknown, law
from statutes.examples import an_entry
from statutes.moves import What

FILED = datetime(2026, 1, 20, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai
DAY = timedelta(days=1)
PAUSES = [{"reason": "documents", "mode": "suspend"}]


def a_claim() -> Clock:
    return Clock.start(law().entry("CN-23A"), FILED)


def test_an_extension_the_new_law_allows_only_after_another_has_no_effect_there() -> None:
    entry = an_entry(extend=[{"reason": "special", "by": 30}])
    special = Clock.start(entry, FILED).extend("special", FILED + DAY)

    changed = special.change(law().entry("CN-CMP"), FILED + DAY)

    assert changed.due == Clock.start(law().entry("CN-CMP"), FILED).due


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


def test_a_breach_that_was_noted_is_not_forgotten_by_what_follows() -> None:
    broken = a_claim().breach(a_claim().due + DAY)
    after = broken.history[-1].at + DAY

    learnt = broken.learn("agreement", FILED, after)
    shorter = broken.change(an_entry(length=20), after)

    assert broken.stop(after).breached_at == broken.due
    assert learnt.breached_at == broken.due
    assert learnt.breach(after) == learnt
    assert learnt.stop(after).breached_at == broken.due
    assert broken.satisfy(after).breached_at == broken.due
    assert shorter.breached_at == shorter.due == Clock.start(an_entry(length=20), FILED).due


def test_a_breach_was_none_if_by_a_recount_it_was_not_due_when_it_was_noted() -> None:
    broken = a_claim().breach(a_claim().due + DAY)
    after = broken.history[-1].at + DAY

    moved = broken.learn("first_documents", FILED + 20 * DAY, after)

    assert moved.breached_at is None
    assert broken.change(an_entry(length=60), after).breached_at is None
    assert moved.breach(moved.due).breached_at == moved.due


def test_a_promise_kept_at_the_instant_it_is_over_is_kept_late() -> None:
    assert a_claim().satisfy(a_claim().due).breached_at == a_claim().due


def test_an_event_that_moves_is_counted_from_anew() -> None:
    moved = a_claim().learn("first_documents", FILED + 3 * DAY, FILED + 4 * DAY)

    assert moved.due == a_claim().due + 3 * DAY
    assert moved.known["first_documents"] == FILED + 3 * DAY


def test_a_law_counted_back_from_an_event_nobody_knows_cannot_be_changed_to() -> None:
    renewal = law().entry("ES-22-INSURER")

    with pytest.raises(IllegalMove, match="counted back from period_end: learn that first"):
        a_claim().change(renewal, FILED)
    learnt = a_claim().learn("period_end", FILED + 200 * DAY, FILED).change(renewal, FILED)
    assert learnt.state(FILED) is State.RUNNING


def test_a_round_that_was_broken_is_not_forgotten_when_the_next_begins() -> None:
    entry = an_entry(repeats=True, length=20, unit="calendar_day")
    clock = Clock.start(entry, FILED)
    late = clock.due + DAY

    kept_late = clock.breach(late).satisfy(late)
    then_in_time = kept_late.satisfy(late + DAY)

    assert clock.satisfy(FILED + DAY).breached_at is None
    assert kept_late.breached_at == clock.due
    assert then_in_time.breached_at == clock.due


def test_a_clock_stopped_after_its_end_was_broken() -> None:
    clock = a_claim()

    assert clock.stop(clock.due + 9 * DAY).breached_at == clock.due
    assert clock.stop(clock.due - DAY).breached_at is None
