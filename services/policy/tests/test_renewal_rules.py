"""What a renewal comes to, and cover that goes on: the rules by themselves, whatever happens."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any, Literal

import pytest
from arranged.next_terms import (
    IN_TIME,
    LATE,
    LIMIT,
    OURS,
    SPAIN,
    a_notice,
    a_renewal,
    compared,
    offered,
    terms,
    usd,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from chassis.testing import tries
from contracts.policy import CoverInForce
from policy.domain.contract.agreed import Agreed, AgreedCover
from policy.domain.contract.picture import DatedFact, Happening
from policy.domain.period import Period, a_year_after, midnight
from policy.domain.policy import Policy
from policy.domain.renewing.proposal import Proposal
from policy.domain.renewing.renewal import (
    OPEN,
    IllegalRenewalMove,
    NothingOffered,
    Renewal,
    RenewalStatus,
    Settled,
)
from policy.domain.renewing.rules import RenewalLaw, opens_at
from policy.domain.renewing.settle import needs_answer, settlement, settles_at
from policy.domain.renewing.turn import agree_next_term, begin_next_term
from policy.examples import NOW, a_policy
from policy.storage import HouseBook, Wordings


@pytest.mark.parametrize(
    ("renewal", "law", "how", "task"),
    [
        # told in time and within the limit: it renews by itself
        (offered(), SPAIN, "by_terms", None),
        (offered(), OURS, "by_terms", None),
        # not worse: nobody need have heard of it, but somebody should know that they did not
        (offered("100.00"), OURS, "by_terms", None),
        (offered("95.00", served_at=None), OURS, "by_terms", "renewal_notice_not_served"),
        # told late, or never: no silent rise
        (offered(served_at=LATE), SPAIN, "old_terms", "old_terms_stand"),
        (offered(served_at=None), SPAIN, "old_terms", "old_terms_stand"),
        (offered(served_at=LATE), OURS, None, "renewal_unanswered"),
        (offered(served_at=None), OURS, "old_terms", "old_terms_stand"),
        # more than the product lets pass, or worse covers: asked, and silence is not consent
        (offered("120.00"), SPAIN, "old_terms", "old_terms_stand"),
        (offered("120.00"), OURS, None, "renewal_unanswered"),
        (offered(changed=("theft.limit",)), OURS, None, "renewal_unanswered"),
        # the product asks: unanswered, the term ends as was agreed
        (offered(automatic=False), SPAIN, None, None),
        (offered(automatic=False, served_at=None), OURS, None, "renewal_notice_not_served"),
        # nobody decided what to offer
        (a_renewal(), OURS, "old_terms", "old_terms_stand"),
        (a_renewal(automatic=False), OURS, None, "renewal_notice_not_served"),
        (a_renewal(automatic=False), SPAIN, "old_terms", "old_terms_stand"),
    ],
)
def test_an_unanswered_offer_comes_to_what_was_told_and_the_law(
    renewal: Renewal, law: RenewalLaw, how: str | None, task: str | None
) -> None:
    found = settlement(renewal, law)

    assert (found.how, found.task) == (how, task)


@pytest.mark.parametrize(
    ("served_at", "automatic", "law", "how", "task"),
    [
        (IN_TIME, True, SPAIN, None, None),
        (LIMIT, True, SPAIN, None, None),
        (LATE, True, SPAIN, "old_terms", "old_terms_stand"),
        (None, False, SPAIN, "old_terms", "old_terms_stand"),
        (LATE, True, OURS, None, "renewal_notice_not_served"),
        (None, True, OURS, "old_terms", "old_terms_stand"),  # never a silent end of cover
        (None, False, OURS, None, "renewal_notice_not_served"),
    ],
)
def test_no_contract_that_renews_by_itself_ends_in_silence(
    served_at: datetime | None,
    automatic: bool,  # noqa: FBT001 - a column of the table
    law: RenewalLaw,
    how: str | None,
    task: str | None,
) -> None:
    renewal = a_renewal(automatic=automatic)
    renewal.refuse("The river wall was taken down.", a_notice("non_renewal", served_at))

    found = settlement(renewal, law)

    assert (found.how, found.task) == (how, task)


def test_a_higher_rise_than_was_told_was_not_told() -> None:
    renewal = offered("105.00")
    renewal.offer(compared("109.00"), a_notice("offer", None, "9.00"))

    assert settlement(renewal, SPAIN).how == "old_terms"
    renewal.offer(compared("103.00"), a_notice("offer", None, "3.00"))
    assert settlement(renewal, SPAIN).how == "by_terms"  # she heard of five


def test_exactly_the_limit_passes_and_a_cent_more_is_asked() -> None:
    assert not needs_answer(offered("110.00"))
    assert needs_answer(offered("110.01"))


@given(st.decimals("0.01", 500, places=2), st.sampled_from([None, IN_TIME, LATE]), st.booleans())
def test_whatever_happens_no_price_rises_unless_it_was_told_or_accepted(
    this: Decimal,
    served_at: datetime | None,
    automatic: bool,  # noqa: FBT001 - drawn
) -> None:
    for law in HouseBook().renewal().laws:
        renewal = offered(f"{this:.2f}", served_at=served_at, automatic=automatic)
        found = settlement(renewal, law)

        if found.how == "by_terms" and this > 100:
            assert served_at == IN_TIME
            assert this <= 110
        if found.how is None and automatic:
            assert served_at is not None  # the end is no surprise
            assert found.task is not None


days = st.dates(date(2024, 1, 1), date(2027, 3, 2)) | st.just(date(2024, 2, 29))
zones = st.sampled_from(
    ["Europe/Madrid", "America/Chicago", "Asia/Shanghai", "America/Havana", "Pacific/Apia"]
)


@given(days, zones, st.integers(1, 6), st.booleans())
def test_cover_goes_on_over_terms_without_a_gap_or_an_overlap(
    starts_on: date,
    time_zone: str,
    years: int,
    same: bool,  # noqa: FBT001 - drawn
) -> None:
    """29 February, the changes of the clock, and days that begin at one in the morning."""
    period = Period(starts_on=starts_on, ends_on=a_year_after(starts_on), time_zone=time_zone)
    policy = a_policy(period=period)
    heard: list[CoverInForce] = []
    for year in range(years):
        renewal = a_renewal(policy=policy)
        settled = Settled(how="by_terms", terms=_dearer(policy, 0 if same else year), why="")
        event = agree_next_term(policy, [policy.whole_term], renewal, settled)
        heard = event.covers
        begin_next_term(policy, [policy.whole_term], settled)

    assert policy.term_number == years + 1
    assert heard == policy.picture([policy.whole_term])["covers"]
    assert (heard[0].starts_at, heard[-1].ends_at) == (period.starts_at, policy.ends_at)
    for one, other in pairwise(heard):
        assert one.ends_at == other.starts_at
    assert len(heard) == (1 if same else years)
    edges = [midnight(one.starts_on, time_zone) for one in policy.earlier]
    for edge in edges:
        just_before = edge - timedelta(microseconds=1)
        assert policy.cover_at(edge) == "in_force"
        assert edge == period.starts_at or policy.cover_at(just_before) == "in_force"
    assert policy.cover_at(policy.ends_at) == "over"


def test_a_gap_of_an_earlier_term_stays_a_gap() -> None:
    policy = a_policy()
    rests, back = (datetime(2026, 9, day, tzinfo=UTC) for day in (1, 20))
    facts = ((Happening.SUSPENDED, rests), (Happening.REINSTATED, back))
    policy.facts = [
        DatedFact(what=what, at=at, recorded_at=at, reason="", by="law") for what, at in facts
    ]
    settled = Settled(how="by_terms", terms=_dearer(policy, 0), why="")

    event = agree_next_term(policy, [policy.whole_term], a_renewal(policy=policy), settled)
    begin_next_term(policy, [policy.whole_term], settled)

    assert [(gap.starts_at, gap.ends_at) for gap in event.gaps] == [(rests, back)]
    assert policy.cover_at(rests) == "suspended"
    assert [part.ends_at for part in event.covers] == [rests, policy.ends_at]


@pytest.mark.parametrize("line", ["home", "motor", "life", "health", "travel", "business"])
def test_every_line_we_underwrite_has_a_law_of_renewal(line: str) -> None:
    as_the_law_spells = Wordings().of("home", line=line).line

    for jurisdiction in ("ES", "DE", "UK", "CN", "US-TX"):
        assert HouseBook().renewal_law(jurisdiction, as_the_law_spells)
    assert HouseBook().renewal_law("ES", "life").name == "ours"  # LCS 22: not life


def test_a_renewal_opens_before_the_longest_notice_and_settles_a_day_ahead() -> None:
    house, policy = HouseBook(), a_policy()
    for law in house.renewal().laws:
        opens = opens_at(policy, house.renewal(), law, house.law(policy.time_zone))

        assert opens <= midnight(policy.ends_on - timedelta(days=90), policy.time_zone)
    eve = settles_at(a_renewal(policy=policy), policy.time_zone)
    assert eve == policy.ends_at - timedelta(days=1)


def _dearer(policy: Policy, by: int) -> Proposal:
    [cover] = policy.original.covers
    limit = cover.limit + usd(f"{by * 1000}.00")
    changed: AgreedCover = replace(cover, limit=limit)
    agreed: Agreed = replace(policy.original, covers=(changed,))
    return Proposal(product_version="1.0", agreed=agreed, net=policy.premium)


class Renewing(RuleBasedStateMachine):
    """Whatever anybody does, in whatever order: a settled renewal stays as it was settled."""

    def __init__(self) -> None:
        super().__init__()
        self.renewal = a_renewal()
        self.settled: Any = None

    def _try(self, move: Literal["hold", "offer", "refuse", "accept", "decline", "end"]) -> None:
        one = self.renewal
        arguments: dict[str, tuple[Any, ...]] = {
            "hold": ("looked at",),
            "offer": (compared(), a_notice("offer", IN_TIME, "5.00")),
            "refuse": ("too risky", a_notice("non_renewal", IN_TIME)),
        }
        keywords: dict[str, Any] = {
            "accept": {"by": "maria", "at": NOW},
            "decline": {"by": "maria", "at": NOW},
            "end": {"at": NOW},
        }
        try:
            more = ("over",) if move == "end" else arguments.get(move, ())
            getattr(one, move)(*more, **keywords.get(move, {}))
        except (IllegalRenewalMove, NothingOffered):
            return

    @rule(move=st.sampled_from(["hold", "offer", "refuse", "accept", "decline", "end"]))
    def somebody_moves(self, move: Any) -> None:
        self._try(move)

    @precondition(lambda self: self.renewal.status in OPEN)
    @rule()
    def the_eve_comes(self) -> None:
        found = settlement(self.renewal, SPAIN)
        if found.how is None:
            self.renewal.end(found.why, at=NOW)
        else:
            told = self.renewal.compared.next if self.renewal.compared else terms("100.00")
            self.renewal.renew(Settled(how=found.how, terms=told, why=found.why), at=NOW)

    @precondition(lambda self: self.renewal.status is RenewalStatus.RENEWED)
    @rule()
    def the_contract_ends_before(self) -> None:
        self.renewal.drop("the contract is cancelled", at=NOW)
        self.settled = (RenewalStatus.ENDED, None)

    @invariant()
    def what_is_settled_stays(self) -> None:
        if self.settled is not None:
            assert (self.renewal.status, self.renewal.settled) == self.settled
        if self.renewal.status not in OPEN:
            self.settled = (self.renewal.status, self.renewal.settled)
            assert self.renewal.settled_at == NOW
        assert (self.renewal.settled is not None) == (self.renewal.status is RenewalStatus.RENEWED)

    @invariant()
    def an_answer_is_to_an_offer(self) -> None:
        if self.renewal.status is RenewalStatus.ACCEPTED:
            assert self.renewal.notices[-1].kind == "offer"
            assert self.renewal.answered_by == "maria"


test_renewing = Renewing.TestCase
test_renewing.settings = settings(max_examples=tries(40), stateful_step_count=12, deadline=None)
