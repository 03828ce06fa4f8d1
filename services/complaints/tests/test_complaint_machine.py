"""Whatever happens in whatever order, the promise is told truly."""

from collections.abc import Callable
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from chassis.errors import Conflict
from chassis.events import Event
from chassis.testing import tries
from complaints.domain.complaint import Complaint, Status
from complaints.domain.promise import PromiseState
from complaints.examples import OPENED_AT, a_complaint
from contracts.complaints import AcknowledgementOverdue, ComplaintAcknowledged


class ComplaintMachine(RuleBasedStateMachine):
    """Officers, the customer and the alarm act at will while time passes."""

    def __init__(self) -> None:
        super().__init__()
        self.complaint: Complaint = a_complaint()
        self.now = OPENED_AT
        self.said: list[Event] = []
        self.first_word_in_time: bool | None = None

    def act(self, verb: Callable[[], list[Event]], *, speaks: bool = False) -> None:
        before = self.complaint.status
        try:
            self.said += verb()
        except Conflict:
            assert self.complaint.status is before
            return
        if speaks and self.first_word_in_time is None:
            self.first_word_in_time = self.now < self.complaint.promise.acknowledge_by

    @rule(hours=st.sampled_from([1, 47, 48]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(times=st.integers(1, 3))
    def alarm_rings(self, times: int) -> None:
        for _ in range(times):
            self.act(lambda: self.complaint.miss_promise(at=self.now))

    @rule()
    def officer_acknowledges(self) -> None:
        self.act(lambda: self.complaint.acknowledge(by="oskar", at=self.now), speaks=True)

    @rule()
    def officer_answers(self) -> None:
        self.act(lambda: self.complaint.answer("Yes.", by="oskar", at=self.now), speaks=True)

    @rule(by_customer=st.booleans())
    def somebody_closes(self, by_customer: bool) -> None:  # noqa: FBT001 - hypothesis passes it
        self.act(
            lambda: self.complaint.close(by="x", by_customer=by_customer, at=self.now), speaks=False
        )

    @invariant()
    def a_breach_is_said_at_most_once(self) -> None:
        breaches = [event for event in self.said if isinstance(event, AcknowledgementOverdue)]
        assert len(breaches) == (self.complaint.promise.broken_at is not None)

    @invariant()
    def kept_means_we_spoke_in_time(self) -> None:
        kept = self.complaint.promise.state(self.now) is PromiseState.KEPT
        assert kept == (self.first_word_in_time is True)

    @invariant()
    def a_late_word_never_hides_the_breach(self) -> None:
        if self.first_word_in_time is False:
            assert self.complaint.promise.state(self.now) is PromiseState.BROKEN
        for event in self.said:
            if isinstance(event, ComplaintAcknowledged):
                assert event.in_time is self.first_word_in_time

    @invariant()
    def a_closed_complaint_no_longer_runs(self) -> None:
        if self.complaint.status is Status.CLOSED:
            assert self.complaint.promise.state(self.now) is not PromiseState.RUNNING


TestComplaintMachine = ComplaintMachine.TestCase
TestComplaintMachine.settings = settings(max_examples=tries(50))
