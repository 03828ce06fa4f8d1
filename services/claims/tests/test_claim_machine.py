"""Any sequence of verbs whatever: a claim stays in its picture and never pays what it may not."""

from collections.abc import Callable

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from chassis.events import Event
from chassis.money import Money
from chassis.testing import tries
from claims.domain.assessment import Case, assess
from claims.domain.claim import MOVES, Claim, IllegalMove, NotCovered, Status
from claims.examples import NOW, a_cover, a_filed_claim, a_loss, a_refusal, an_approval, usd
from contracts.claims import ClaimApproved, ClaimDeclined, ClaimPaid, ClaimWithdrawn

amounts = st.decimals(min_value=0, max_value=150_000, places=2).map(usd)


class ClaimMachine(RuleBasedStateMachine):
    """A claim in the hands of people who try everything in any order."""

    claim: Claim

    def __init__(self) -> None:
        super().__init__()
        self.said: list[Event] = []
        self.seen = [Status.FILED]

    @initialize(damage=amounts, same_day=st.booleans())
    def is_filed_and_assessed(self, damage: Money, *, same_day: bool) -> None:
        self.claim = a_filed_claim(a_loss(damage.amount))
        others = ["C-2025-000009"] if same_day else []
        case = Case(loss=self.claim.loss, cover=a_cover(), same_day=others)
        self.said.append(self.claim.follow(assess(case), at=NOW))
        self.seen.append(self.claim.status)

    @rule(amount=amounts)
    def is_approved(self, amount: Money) -> None:
        approval = an_approval(amount.amount)
        self._try(lambda: self.claim.decide(approval, cover=a_cover(), at=NOW))

    @rule()
    def is_declined(self) -> None:
        self._try(lambda: self.claim.decide(a_refusal(), cover=a_cover(), at=NOW))

    @rule(reference=st.sampled_from(["BANK-1", "BANK-2"]))
    def is_paid(self, reference: str) -> None:
        self._try(lambda: self.claim.pay(reference, at=NOW))

    @rule()
    def is_withdrawn(self) -> None:
        self._try(lambda: self.claim.withdraw(at=NOW))

    @invariant()
    def follows_the_picture(self) -> None:
        for before, after in zip(self.seen, self.seen[1:], strict=False):
            assert after in MOVES[before]

    @invariant()
    def pays_once_and_no_more_than_the_cover(self) -> None:
        payments = [event for event in self.said if isinstance(event, ClaimPaid)]
        assert len(payments) <= 1
        for payment in payments:
            assert usd(0) < payment.amount <= a_cover().indemnity(self.claim.damage)

    @invariant()
    def says_one_ending_at_most(self) -> None:
        endings = (ClaimDeclined, ClaimPaid, ClaimWithdrawn)
        assert sum(isinstance(event, endings) for event in self.said) <= 1
        assert sum(isinstance(event, ClaimApproved) for event in self.said) <= 1

    def _try(self, verb: Callable[[], Event]) -> None:
        before = self.claim.status
        try:
            self.said.append(verb())
        except (IllegalMove, NotCovered):
            assert self.claim.status is before
        else:
            self.seen.append(self.claim.status)


ClaimMachine.TestCase.settings = settings(max_examples=tries(60), stateful_step_count=15)
TestClaim = ClaimMachine.TestCase
