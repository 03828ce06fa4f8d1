"""Clocks counted back from an event that is still to come, and windows that open first."""

import json
from datetime import datetime, timedelta

import pytest

from statutes import Clock, IllegalMove, NotCountable, State, law
from statutes.asking import instant
from statutes.examples import an_entry

DAY = timedelta(days=1)
NOTED = instant("2026-08-03T09:00+02:00")
RENEWAL = instant("2026-12-31T23:59+01:00")
PREMIUM_DUE = instant("2026-05-01T10:00-04:00")


def on_paper_and_back(clock: Clock) -> Clock:
    read = Clock.from_dict(json.loads(json.dumps(clock.as_dict())), law())
    assert read == clock
    return read


def renewal(at: datetime = RENEWAL) -> Clock:
    return Clock.start(law().entry("ES-22-INSURER"), at, noted=NOTED)


def lapse() -> Clock:
    return Clock.start(law().entry("NY-3211"), PREMIUM_DUE, noted=PREMIUM_DUE - 60 * DAY)


def test_notice_before_a_renewal_is_due_before_it_and_can_be_given_in_time() -> None:
    clock = on_paper_and_back(renewal())

    assert clock.history[0].at == NOTED
    assert clock.due == instant("2026-10-31T00:00+01:00")  # two months before, less a working day
    assert clock.state(NOTED) is State.RUNNING
    assert clock.alarms(NOTED) == (("target", clock.due), ("due", clock.due))
    assert clock.remaining(clock.due - DAY) == DAY
    kept = on_paper_and_back(clock.satisfy(clock.due - DAY))
    assert kept.state(clock.due) is State.SATISFIED
    assert kept.breached_at is None


def test_notice_before_a_renewal_that_is_not_given_is_a_breach_before_the_renewal() -> None:
    clock = on_paper_and_back(renewal())

    assert clock.state(clock.due) is State.BREACHED
    assert on_paper_and_back(clock.breach(clock.due)).breached_at == clock.due
    assert on_paper_and_back(clock.satisfy(clock.due + DAY)).breached_at == clock.due


def test_a_renewal_that_moves_is_counted_back_from_anew() -> None:
    later = RENEWAL + 31 * DAY

    moved = on_paper_and_back(renewal().learn("period_end", later, NOTED + DAY))

    assert moved.due == renewal(later).due
    assert moved.satisfy(renewal().due + DAY).breached_at is None


def test_a_window_before_an_event_opens_is_met_and_is_over() -> None:
    clock = on_paper_and_back(lapse())
    opens = instant("2026-03-18T00:00-04:00")

    assert clock.reckoning.opens == opens
    assert clock.due == instant("2026-04-16T00:00-04:00")
    assert [name for name, _ in clock.alarms(opens - DAY)] == ["opens", "target", "due"]
    assert clock.satisfy(opens).breached_at is None
    assert on_paper_and_back(clock.satisfy(opens)).state(opens) is State.SATISFIED
    assert clock.state(clock.due) is State.BREACHED


def test_nothing_is_done_in_a_window_before_it_opens() -> None:
    opens = instant("2026-03-18T00:00-04:00")

    with pytest.raises(IllegalMove, match=r"NY-3211 opens only at 2026-03-18T04:00:00\+00:00"):
        lapse().satisfy(opens - timedelta(seconds=1))


def test_a_right_that_opens_is_not_used_before() -> None:
    entry = an_entry(kind="opens_right", length=1, unit="month")
    clock = Clock.start(entry, NOTED)

    with pytest.raises(IllegalMove, match="TEST-1 opens only at"):
        clock.satisfy(clock.due - timedelta(seconds=1))
    assert clock.satisfy(clock.due).state(clock.due) is State.SATISFIED


@pytest.mark.parametrize("noted", [None, RENEWAL + DAY])
def test_what_is_counted_back_asks_when_we_began_to_watch(noted: datetime | None) -> None:
    with pytest.raises(NotCountable, match=r"ES-22-INSURER is counted back from period_end.*noted"):
        Clock.start(law().entry("ES-22-INSURER"), RENEWAL, noted=noted)


def test_the_event_of_the_start_happens_once() -> None:
    entry = law().entry("CN-23A")

    same = Clock.start(entry, NOTED, known={"first_documents": NOTED})

    assert same.due == Clock.start(entry, NOTED).due
    with pytest.raises(
        NotCountable, match=r"CN-23A starts with first_documents, at .* which is it"
    ):
        Clock.start(entry, NOTED, known={"first_documents": NOTED + DAY})


def test_an_event_noted_later_is_counted_from_when_it_happened() -> None:
    clock = Clock.start(law().entry("CN-23A"), NOTED, noted=NOTED + 2 * DAY)

    assert clock.due == Clock.start(law().entry("CN-23A"), NOTED).due
    with pytest.raises(IllegalMove, match="is before what already happened"):
        clock.satisfy(NOTED + DAY)
