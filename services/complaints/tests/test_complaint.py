"""The complaint itself: no database, no bus, no clock."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from chassis.events import Event
from complaints.domain.complaint import (
    MOVES,
    About,
    Complaint,
    IllegalMove,
    NotAnswered,
    Status,
    Topic,
    WrongTopic,
)
from complaints.domain.known import Kind, Mention, NotKnown
from complaints.domain.promise import ACKNOWLEDGE_WITHIN, PromiseState
from complaints.examples import CLAIM, COMPLAINT, MARIA, OPENED_AT, WEI, a_complaint, a_known
from contracts.complaints import (
    AcknowledgementOverdue,
    ComplaintAcknowledged,
    ComplaintAnswered,
    ComplaintClosed,
    ComplaintOpened,
)

SOON = OPENED_AT + timedelta(hours=3)
DUE = OPENED_AT + ACKNOWLEDGE_WITHIN
LATE = DUE + timedelta(hours=1)
OVERDUE = AcknowledgementOverdue(
    complaint_id=COMPLAINT, number="Q-2026-000001", customer_id=MARIA, acknowledge_by=DUE
)


def test_opening_a_complaint_starts_the_promise() -> None:
    complaint, event = Complaint.opened(
        complaint_id=COMPLAINT,
        number="Q-2026-000001",
        customer_id=MARIA,
        topic=Topic(about=About.CLAIM, about_id=CLAIM),
        description="Nobody calls.",
        by="maria",
        at=OPENED_AT,
    )

    assert complaint.status is Status.OPEN
    assert complaint.promise.state(SOON) is PromiseState.RUNNING
    assert event == ComplaintOpened(
        complaint_id=COMPLAINT,
        number="Q-2026-000001",
        customer_id=MARIA,
        about="claim",
        about_id=CLAIM,
        opened_at=OPENED_AT,
        acknowledge_by=DUE,
    )


@pytest.mark.parametrize(
    ("about", "about_id"), [(About.CLAIM, None), (About.POLICY, None), (About.SERVICE, CLAIM)]
)
def test_a_topic_names_one_thing_or_none_as_its_kind_asks(
    about: About, about_id: UUID | None
) -> None:
    with pytest.raises(WrongTopic) as refusal:
        Topic(about=about, about_id=about_id)

    assert refusal.value.field == "/about_id"


def test_acknowledging_in_time_keeps_the_promise() -> None:
    complaint = a_complaint()

    events = complaint.acknowledge(by="oskar", at=SOON)

    assert complaint.promise.state(LATE) is PromiseState.KEPT
    assert events == [
        ComplaintAcknowledged(
            complaint_id=COMPLAINT,
            number="Q-2026-000001",
            customer_id=MARIA,
            acknowledged_at=SOON,
            in_time=True,
        )
    ]


def test_a_missed_promise_is_said_once_and_stays_visible() -> None:
    complaint = a_complaint()

    first, second = complaint.miss_promise(at=DUE), complaint.miss_promise(at=LATE)
    acknowledged = complaint.acknowledge(by="oskar", at=LATE)

    assert (first, second) == ([OVERDUE], [])
    assert complaint.promise.state(LATE) is PromiseState.BROKEN
    assert [type(event) for event in acknowledged] == [ComplaintAcknowledged]
    assert acknowledged[0].in_time is False  # type: ignore[attr-defined]


def test_a_breach_the_alarm_has_not_noticed_is_said_by_whoever_comes_first() -> None:
    complaint = a_complaint()

    events = complaint.acknowledge(by="oskar", at=LATE)

    assert events[0] == OVERDUE
    assert complaint.promise.state(LATE) is PromiseState.BROKEN


def test_a_breach_is_shown_from_the_due_instant_on_before_any_alarm_rings() -> None:
    promise = a_complaint().promise

    assert promise.state(DUE - timedelta(microseconds=1)) is PromiseState.RUNNING
    assert promise.state(DUE) is PromiseState.BROKEN


def test_an_answer_acknowledges_too() -> None:
    complaint = a_complaint()

    events = complaint.answer("We paid today.", by="oskar", at=SOON)

    assert complaint.promise.state(LATE) is PromiseState.KEPT
    assert [type(event) for event in events] == [ComplaintAnswered]


def test_a_customer_who_closes_early_releases_us_from_the_promise() -> None:
    complaint = a_complaint()

    events = complaint.close(by="maria", by_customer=True, at=SOON)

    assert complaint.promise.state(LATE) is PromiseState.RELEASED
    assert [type(event) for event in events] == [ComplaintClosed]


@pytest.mark.parametrize("status", [Status.OPEN, Status.ACKNOWLEDGED])
def test_we_do_not_close_what_we_have_not_answered(status: Status) -> None:
    complaint = a_complaint(status)

    with pytest.raises(NotAnswered):
        complaint.close(by="oskar", by_customer=False, at=SOON)

    assert complaint.status is status


def test_an_officer_closes_what_is_answered() -> None:
    complaint = a_complaint(Status.ANSWERED)

    complaint.close(by="oskar", by_customer=False, at=SOON)

    assert (complaint.status, complaint.closed_by) == (Status.CLOSED, "oskar")


@pytest.mark.parametrize("start", Status)
@pytest.mark.parametrize("goal", [Status.ACKNOWLEDGED, Status.ANSWERED, Status.CLOSED])
def test_only_the_drawn_moves_are_made(start: Status, goal: Status) -> None:
    complaint = a_complaint(start)
    verb: Callable[[], list[Event]] = {
        Status.ACKNOWLEDGED: lambda: complaint.acknowledge(by="oskar", at=SOON),
        Status.ANSWERED: lambda: complaint.answer("Yes.", by="oskar", at=SOON),
        Status.CLOSED: lambda: complaint.close(by="maria", by_customer=True, at=SOON),
    }[goal]

    if goal in MOVES[start]:
        verb()
        assert complaint.status is goal
    else:
        with pytest.raises(IllegalMove):
            verb()
        assert complaint.status is start


def test_an_unknown_thing_and_somebody_elses_thing_are_refused_in_the_same_words() -> None:
    mention = Mention(kind=Kind.CLAIM, id=CLAIM, field="/about_id")

    with pytest.raises(NotKnown) as unknown:
        mention.must_belong_to(MARIA, None)
    with pytest.raises(NotKnown) as strangers:
        mention.must_belong_to(MARIA, a_known(Kind.CLAIM, CLAIM, customer_id=WEI))

    assert unknown.value.detail == strangers.value.detail
