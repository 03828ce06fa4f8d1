"""Any sequence of verbs whatever: a contract stays in its picture and its cover tells the truth."""

import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from chassis.money import Money
from chassis.testing import tries
from contracts.policy import CoverPicture
from policy.domain.period import local_day
from policy.domain.policy import MOVES, IllegalMove, Policy, Status
from policy.domain.preservation.cancel import BadCancellation, Ending, cancel
from policy.domain.preservation.expire import expire
from policy.domain.preservation.owing import Owing
from policy.domain.preservation.unpaid import lapse, put_back, suspend
from policy.domain.preservation.withdraw import withdraw
from policy.examples import MARIA, NOW, POLICY
from policy.examples.contracts import a_wording, an_offer

DAYS = st.integers(0, 60)


class ContractMachine(RuleBasedStateMachine):
    """A contract in the hands of people who try everything in any order."""

    policy: Policy

    def __init__(self) -> None:
        super().__init__()
        self.now = datetime(2026, 4, 2, 9, tzinfo=UTC)
        self.said: list[CoverPicture] = []
        self.seen = [Status.ISSUED]
        self.rested: list[tuple[datetime, datetime]] = []

    @initialize()
    def is_issued(self) -> None:
        self.policy, issued = Policy.issue_from(
            an_offer(),
            POLICY,
            "P-2026-000041",
            customer_id=MARIA,
            wording=a_wording(),
            by="ana",
            at=NOW,
        )
        self.said.append(issued)

    @rule(days=DAYS)
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule()
    def is_suspended(self) -> None:
        self._try(
            lambda: suspend(
                self.policy,
                [self.policy.whole_term],
                from_=self.now,
                owed=self.policy.premium,
                rule="ES-15",
                at=self.now,
                on_request=False,
                owing=Owing(total=self.policy.premium),
                right_to_ask={},
            )
        )

    @rule()
    def lapses(self) -> None:
        self._try(
            lambda: lapse(
                self.policy,
                [self.policy.whole_term],
                from_=self.now,
                owed=self.policy.premium,
                rule="ES-15",
                at=self.now,
            )
        )

    @rule(days=st.integers(0, 10))
    def is_put_back(self, days: int) -> None:
        gap_from = self.policy.facts[-1].at if self.policy.facts else self.now
        self.now += timedelta(days=days)
        moved = self._try(
            lambda: put_back(
                self.policy,
                [self.policy.whole_term],
                cover_back_at=self.now,
                paid=self.policy.premium,
                by="law",
                at=self.now,
                owing=Owing(total=Money.zero(self.policy.premium.currency)),
            )
        )
        if moved:
            self.rested.append((gap_from, self.now))

    @rule(days=DAYS)
    def is_cancelled(self, days: int) -> None:
        day = local_day(self.now, self.policy.time_zone) + timedelta(days=days)
        ending = Ending(ends_on=day, reason="sold")
        self._try(lambda: cancel(self.policy, [self.policy.whole_term], ending, at=self.now))

    @rule()
    def is_withdrawn(self) -> None:
        self._try(
            lambda: withdraw(
                self.policy,
                [self.policy.whole_term],
                received_at=self.now,
                by="maria",
                at=self.now,
            )
        )

    @rule()
    def expires(self) -> None:
        if self.now >= self.policy.ends_at:
            self._try(lambda: expire(self.policy, [self.policy.whole_term], at=self.now))

    @invariant()
    def follows_the_picture(self) -> None:
        for before, after in zip(self.seen, self.seen[1:], strict=False):
            assert after in MOVES[before]

    @invariant()
    def every_word_has_a_higher_revision(self) -> None:
        assert [one.revision for one in self.said] == list(range(1, len(self.said) + 1))

    @invariant()
    def a_gap_is_never_covered_again(self) -> None:
        last = self.said[-1] if self.said else None
        for begins, ends in self.rested:
            for part in last.covers if last else []:
                assert part.ends_at <= begins or part.starts_at >= ends or begins == ends

    @invariant()
    def nothing_is_put_back_after_its_term(self) -> None:
        for fact in self.policy.facts if self.said else []:
            assert fact.what != "reinstated" or fact.recorded_at < self.policy.term.ends_at

    @invariant()
    def covers_and_gaps_share_the_term_between_them(self) -> None:
        if not self.said:
            return
        last = self.said[-1]
        fire = [part for part in last.covers if part.cover == "fire"]
        pieces = sorted((one.starts_at, one.ends_at) for one in [*fire, *last.gaps])
        assert pieces[0][0] == self.policy.term.starts_at
        assert pieces[-1][1] == self.policy.term.ends_at
        for (_, ended), (begins, _) in itertools.pairwise(pieces):
            assert ended == begins

    @invariant()
    def an_issued_contract_covers_within_its_term(self) -> None:
        if not self.said or self.policy.status is not Status.ISSUED:
            return
        if self.policy.term.starts_at <= self.now < self.policy.term.ends_at:
            assert self.policy.cover_at(self.now) == "in_force"

    @invariant()
    def what_is_said_is_what_is_shown(self) -> None:
        if not self.said:
            return
        covered = any(part.starts_at <= self.now < part.ends_at for part in self.said[-1].covers)
        assert (self.policy.cover_at(self.now) == "in_force") == covered

    def _try(self, verb: Callable[[], CoverPicture]) -> bool:
        before = self.policy.status
        try:
            self.said.append(verb())
        except (IllegalMove, BadCancellation):
            assert self.policy.status is before
            return False
        self.seen.append(self.policy.status)
        return True


ContractMachine.TestCase.settings = settings(max_examples=tries(40), stateful_step_count=20)
TestContract = ContractMachine.TestCase
