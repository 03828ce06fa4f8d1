"""One mail, from the fact to the wire: no database, no server, no clock."""

from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from chassis.testing import tries
from notifications.domain.delivery import (
    LONGEST_PAUSE,
    MOST_ATTEMPTS,
    MOVES,
    Delivery,
    IllegalMove,
    Outcome,
    Result,
    Status,
    pause_after,
)
from notifications.examples import NOW, a_contact, a_delivery, a_letter

SENT = Outcome(Result.SENT)
FAILED = Outcome(Result.FAILED, "451 not now")
REFUSED = Outcome(Result.REFUSED, "550 no such mailbox")
AWAY = Outcome(Result.AWAY, "nobody answers")


def test_a_mail_to_somebody_known_is_queued_in_their_words() -> None:
    delivery = a_delivery(Status.WAITING)

    delivery.address_to(a_contact(), a_letter(), at=NOW)

    assert delivery.status is Status.QUEUED
    assert (delivery.address, delivery.subject) == ("maria@example.com", "Hola")


def test_a_mail_without_an_address_is_skipped_but_keeps_its_words() -> None:
    delivery = a_delivery(Status.WAITING)

    delivery.address_to(a_contact(email=None), a_letter(), at=NOW)

    assert (delivery.status, delivery.error) == (Status.SKIPPED, "no address")
    assert delivery.text == "Hola, María."


def test_what_is_out_is_out() -> None:
    delivery = a_delivery()

    delivery.settle(SENT, at=NOW)

    assert (delivery.status, delivery.sent_at, delivery.attempts) == (Status.SENT, NOW, 1)
    with pytest.raises(IllegalMove):
        delivery.settle(SENT, at=NOW)


def test_what_failed_is_tried_again_later_and_later_and_then_given_up() -> None:
    delivery = a_delivery()
    pauses = []

    while delivery.status is Status.QUEUED:
        delivery.settle(FAILED, at=NOW)
        pauses.append(delivery.due_at - NOW)

    assert delivery.status is Status.FAILED
    assert delivery.error == "451 not now"
    assert len(pauses) == MOST_ATTEMPTS
    assert pauses == sorted(pauses)
    assert pauses[:3] == [timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=2)]


def test_what_is_refused_for_good_is_not_tried_again() -> None:
    delivery = a_delivery()

    delivery.settle(REFUSED, at=NOW)

    assert (delivery.status, delivery.attempts) == (Status.FAILED, 1)


def test_a_server_that_is_away_costs_no_attempt_however_long() -> None:
    delivery = a_delivery()

    for _ in range(10 * MOST_ATTEMPTS):
        delivery.settle(AWAY, at=NOW)

    assert (delivery.status, delivery.attempts, delivery.error) == (
        Status.QUEUED,
        0,
        "nobody answers",
    )


def test_what_the_server_says_is_kept_in_short() -> None:
    delivery = a_delivery()

    delivery.settle(Outcome(Result.FAILED, "x" * 9_000), at=NOW)

    assert delivery.error == "x" * 500


def test_pauses_have_a_limit() -> None:
    assert pause_after(50) == LONGEST_PAUSE


def test_what_the_log_prints_holds_no_personal_data() -> None:
    assert "maria" not in repr(a_delivery()).lower().replace("maria_id", "")
    assert "maría" not in repr(a_delivery()).lower()


class DeliveryMachine(RuleBasedStateMachine):
    """The file comes, or does not; senders try, and things go wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.delivery: Delivery = a_delivery(Status.WAITING)
        self.was = Status.WAITING
        self.tries = 0

    @rule(has_address=st.booleans())
    def file_comes(self, has_address: bool) -> None:  # noqa: FBT001 - hypothesis passes it
        contact = a_contact(**({} if has_address else {"email": None}))
        try:
            self.delivery.address_to(contact, a_letter(), at=NOW)
        except IllegalMove:
            assert self.was is not Status.WAITING

    @rule(outcome=st.sampled_from([SENT, FAILED, REFUSED, AWAY]))
    def sender_tries(self, outcome: Outcome) -> None:
        if self.delivery.status is not Status.QUEUED:
            return  # senders take nothing else
        self.delivery.settle(outcome, at=NOW)
        self.tries += outcome is not AWAY

    @invariant()
    def only_drawn_moves_are_made(self) -> None:
        now = self.delivery.status
        assert now is self.was or now in MOVES[self.was]
        self.was = now

    @invariant()
    def sent_means_there_is_an_instant(self) -> None:
        assert (self.delivery.sent_at is not None) == (self.delivery.status is Status.SENT)

    @invariant()
    def attempts_are_counted_and_bounded(self) -> None:
        assert self.delivery.attempts == self.tries <= MOST_ATTEMPTS

    @invariant()
    def what_is_queued_can_be_sent(self) -> None:
        if self.delivery.status is Status.QUEUED:
            assert self.delivery.address
            assert self.delivery.text


TestDeliveryMachine = DeliveryMachine.TestCase
TestDeliveryMachine.settings = settings(max_examples=tries(50))
