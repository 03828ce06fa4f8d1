"""The policy itself: no database, no bus, no clock."""

from datetime import UTC, date, datetime, timedelta

import pytest

from contracts.policy import CoverGap, PolicyCancelled
from policy.domain.period import Period, TooFarAhead
from policy.domain.policy import (
    BackDated,
    IllegalMove,
    Policy,
    Status,
)
from policy.domain.preservation.cancel import BadCancellation, Ending, cancel
from policy.examples import (
    A_YEAR,
    MARIA,
    NOW,
    POLICY,
    a_flood_cover,
    a_policy,
    a_product,
    some_terms,
)

YESTERDAY = Period(
    starts_on=date(2026, 3, 1), ends_on=date(2027, 3, 1), time_zone="America/Chicago"
)


def issue(period: Period, *, back_dating: bool = False, at: datetime = NOW) -> Policy:
    policy, _ = Policy.issue(
        POLICY,
        "P-2026-000041",
        customer_id=MARIA,
        product=a_product(),
        terms=some_terms(period=period),
        back_dating=back_dating,
        by="ana",
        at=at,
    )
    return policy


def test_issuing_a_policy_says_what_was_promised() -> None:
    policy, event = Policy.issue(
        POLICY,
        "P-2026-000041",
        customer_id=MARIA,
        product=a_product(),
        terms=some_terms(),
        back_dating=False,
        by="ana",
        at=NOW,
    )

    assert policy.status is Status.ISSUED
    assert event.starts_at == datetime(2026, 4, 1, 5, tzinfo=UTC)
    assert event.ends_at == datetime(2027, 4, 1, 5, tzinfo=UTC)
    assert event.premium == policy.premium
    assert event.perils == list(a_product().perils)
    assert [clause.id for clause in event.clauses] == ["FL-3"]


def test_cover_may_begin_today_where_the_house_stands() -> None:
    midnight_in_chicago = datetime(2026, 3, 2, 5, 59, tzinfo=UTC)  # 23:59 on 1 March there

    assert issue(YESTERDAY, at=midnight_in_chicago).status is Status.ISSUED


def test_cover_that_began_yesterday_is_not_sold() -> None:
    with pytest.raises(BackDated) as refused:
        issue(YESTERDAY)

    assert refused.value.field == "/starts_on"


def test_a_book_of_business_brings_cover_that_began_long_ago() -> None:
    long_ago = Period(starts_on=date(1985, 3, 1), ends_on=date(1986, 3, 1), time_zone="UTC")

    assert issue(long_ago, back_dating=True).cover_at(NOW) == "over"


def test_cover_is_sold_at_most_a_year_ahead() -> None:
    far = Period(starts_on=date(2027, 3, 3), ends_on=date(2028, 3, 3), time_zone="UTC")

    with pytest.raises(TooFarAhead):
        issue(far)


def test_cover_is_to_come_then_in_force_then_over() -> None:
    policy = a_policy()
    instant = timedelta(microseconds=1)

    assert policy.cover_at(policy.starts_at - instant) == "to_come"
    assert policy.cover_at(policy.starts_at) == "in_force"
    assert policy.cover_at(policy.ends_at - instant) == "in_force"
    assert policy.cover_at(policy.ends_at) == "over"


def test_a_cancelled_policy_ends_at_the_beginning_of_the_day_named() -> None:
    policy = a_policy()

    event = cancel(
        policy, [policy.whole_term], Ending(ends_on=date(2026, 6, 1), reason="House sold"), at=NOW
    )

    assert policy.status is Status.CANCELLED
    assert event == PolicyCancelled(
        policy_id=POLICY,
        number="P-2026-000041",
        customer_id=MARIA,
        revision=2,
        covers=[a_flood_cover(datetime(2026, 6, 1, 5, tzinfo=UTC))],
        gaps=[
            CoverGap(
                starts_at=datetime(2026, 6, 1, 5, tzinfo=UTC),
                ends_at=datetime(2027, 4, 1, 5, tzinfo=UTC),
                why="cancelled",
            )
        ],
        time_zone="America/Chicago",
        ends_at=datetime(2026, 6, 1, 5, tzinfo=UTC),
        reason="House sold",
        cancelled_at=NOW,
    )


def test_a_policy_cancelled_before_it_begins_never_covers() -> None:
    policy = a_policy()

    cancel(
        policy,
        [policy.whole_term],
        Ending(ends_on=A_YEAR.starts_on, reason="Changed my mind"),
        at=NOW,
    )

    assert policy.cover_at(policy.starts_at) == "over"


@pytest.mark.parametrize("ends_on", [date(2026, 3, 31), date(2027, 4, 1), date(2030, 1, 1)])
def test_cover_ends_within_its_own_period(ends_on: date) -> None:
    policy = a_policy()

    with pytest.raises(BadCancellation):
        cancel(policy, [policy.whole_term], Ending(ends_on=ends_on, reason="House sold"), at=NOW)

    assert policy.status is Status.ISSUED


def test_cover_is_not_ended_in_the_past() -> None:
    policy = a_policy(period=YESTERDAY)

    with pytest.raises(BadCancellation):
        cancel(
            policy,
            [policy.whole_term],
            Ending(ends_on=date(2026, 3, 1), reason="House sold"),
            at=NOW,
        )


def test_a_policy_is_cancelled_only_once() -> None:
    policy = a_policy()
    cancel(
        policy, [policy.whole_term], Ending(ends_on=date(2026, 6, 1), reason="House sold"), at=NOW
    )

    with pytest.raises(IllegalMove):
        cancel(
            policy,
            [policy.whole_term],
            Ending(ends_on=date(2026, 5, 1), reason="House sold"),
            at=NOW,
        )


def test_a_policy_that_is_over_is_not_cancelled() -> None:
    policy = a_policy()

    with pytest.raises(IllegalMove):
        cancel(
            policy,
            [policy.whole_term],
            Ending(ends_on=date(2027, 3, 1), reason="House sold"),
            at=policy.ends_at,
        )
