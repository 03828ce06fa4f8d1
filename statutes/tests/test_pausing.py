"""Which pauses count for which branch: cut to its time, refused where none could feel it."""

from datetime import UTC, datetime, timedelta

import pytest

from statutes import Clock, NotCountable, Reckoning, law
from statutes.examples import an_entry
from statutes.given import Given, Paused

FILED = datetime(2026, 1, 20, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai
DAY = timedelta(days=1)
PAUSES = [{"reason": "documents", "mode": "suspend"}]


def a_claim() -> Clock:
    return Clock.start(law().entry("CN-23A"), FILED)


def test_a_pause_counts_for_every_branch_it_falls_into_and_is_cut_to_it() -> None:
    also = [{"name": "claim", "start": "agreement", "length": 40, "unit": "calendar_day"}]
    entry = an_entry(also=also, whichever="earlier", pause=PAUSES, length=10)
    before = Paused("documents", FILED - 20 * DAY, FILED - 15 * DAY)
    across = Paused("documents", FILED - 2 * DAY, FILED + 3 * DAY)
    known = {"agreement": FILED - 30 * DAY}

    main, claim = Reckoning(entry, Given(FILED, known, (before, across))).ends

    assert main.day.isoformat() == "2026-02-02"  # 30 January, and 21 to 23 January
    assert claim.day.isoformat() == "2026-02-09"  # 30 January, 5 days and 5 days


def test_hours_are_not_made_longer_by_what_was_paused_before_them() -> None:
    entry = an_entry(length=48, unit="hour", pause=PAUSES)
    across = Paused("documents", FILED - DAY, FILED + DAY)

    assert Reckoning(entry, Given(FILED, pauses=(across,))).due == FILED + 3 * DAY


@pytest.mark.parametrize(
    ("since", "until"), [(-9, -2), (40, 45)], ids=["before the start", "after the end"]
)
def test_a_pause_outside_the_time_that_is_counted_is_refused_with_its_dates(
    since: int, until: int
) -> None:
    pause = Paused("documents", FILED + since * DAY, FILED + until * DAY)
    days = f"{pause.since:%F} to {pause.until:%F}"
    ran = "lies outside the time CN-23A runs: 2026-01-20 to 2026-02-19"

    with pytest.raises(NotCountable, match=f"the pause 'documents' of {days} {ran}"):
        _ = Reckoning(law().entry("CN-23A"), Given(FILED, pauses=(pause,))).due
    with pytest.raises(NotCountable, match=ran):
        Clock.start(law().entry("CN-23A"), FILED, pauses=[pause])


def test_a_pause_before_a_restart_was_not_outside() -> None:
    restart = {"reason": "customer_fault", "mode": "restart"}
    entry = an_entry(pause=[*PAUSES, restart], length=10)
    first = Paused("documents", FILED + DAY, FILED + 4 * DAY)
    second = Paused("customer_fault", FILED + 12 * DAY, FILED + 20 * DAY)  # day 13 was the last

    found = Reckoning(entry, Given(FILED, pauses=(first, second)))

    assert found.due == Clock.start(entry, FILED + 20 * DAY).due


def test_a_pause_of_a_clock_that_a_recount_leaves_outside_has_no_effect() -> None:
    clock = a_claim().pause("documents", FILED + DAY).resume(FILED + 3 * DAY)
    moved = FILED + 5 * DAY

    learnt = clock.learn("first_documents", moved, moved)

    assert learnt.due == Clock.start(law().entry("CN-23A"), moved).due
    assert any("has no effect under this law" in sentence for sentence in learnt.explain())


def test_a_pause_that_is_not_over_is_no_past_of_another_clock() -> None:
    with pytest.raises(NotCountable, match="is not over"):
        Clock.start(law().entry("CN-23A"), FILED, pauses=[Paused("documents", FILED + DAY)])
