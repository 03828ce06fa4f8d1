"""The claim itself: no database, no bus, no clock."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from chassis.errors import Rejected
from chassis.money import CurrencyMismatch, Money
from claims.domain.assessment import Case, assess
from claims.domain.claim import Claim, IllegalMove, NotCovered, Status
from claims.domain.decision import Decision, IncompleteDecision
from claims.domain.loss import ImpossibleAmount, Loss, NotYetHappened
from claims.examples import (
    CLAIM,
    MARIA,
    NOW,
    POLICY,
    a_claim,
    a_cover,
    a_filed_claim,
    a_loss,
    a_refusal,
    an_approval,
    usd,
)
from contracts.claims import (
    ClaimApproved,
    ClaimDeclined,
    ClaimFiled,
    ClaimPaid,
    ClaimReferred,
    ClaimWithdrawn,
)

VERBS: dict[Status, Callable[[Claim], object]] = {
    Status.APPROVED: lambda claim: claim.decide(an_approval(), cover=a_cover(), at=NOW),
    Status.DECLINED: lambda claim: claim.decide(a_refusal(), cover=a_cover(), at=NOW),
    Status.PAID: lambda claim: claim.pay("BANK-2", at=NOW),
    Status.WITHDRAWN: lambda claim: claim.withdraw(at=NOW),
}
POSSIBLE = {
    (Status.IN_REVIEW, Status.APPROVED),
    (Status.IN_REVIEW, Status.DECLINED),
    (Status.APPROVED, Status.PAID),
    (Status.FILED, Status.APPROVED),
    (Status.FILED, Status.WITHDRAWN),
    (Status.IN_REVIEW, Status.WITHDRAWN),
    (Status.APPROVED, Status.WITHDRAWN),
}


def follow(claim: Claim, *same_day: str) -> ClaimApproved | ClaimReferred:
    case = Case(loss=claim.loss, cover=a_cover(), same_day=same_day)
    return claim.follow(assess(case), at=NOW)


def test_filing_a_claim_says_what_we_were_told() -> None:
    claim, event = Claim.file(
        CLAIM, "C-2026-000041", a_loss(), cover=a_cover(), description="…", by="maria", at=NOW
    )

    assert claim.status is Status.FILED
    assert event == ClaimFiled(
        claim_id=CLAIM,
        number="C-2026-000041",
        policy_id=POLICY,
        customer_id=MARIA,
        peril=claim.peril,
        occurred_at=claim.occurred_at,
        damage=usd(8500),
        filed_at=NOW,
    )


def test_the_day_of_a_loss_is_the_day_at_the_insured_place() -> None:
    late_in_the_evening = datetime(2026, 2, 28, 4, tzinfo=UTC)  # 22:00 on the 27th in Chicago

    claim = a_filed_claim(a_loss(occurred_at=late_in_the_evening))

    assert claim.occurred_on == date(2026, 2, 27)


@pytest.mark.parametrize(
    ("loss", "refusal", "field"),
    [
        (a_loss(occurred_at=NOW + timedelta(seconds=1)), NotYetHappened, "/occurred_at"),
        (a_loss(-1), ImpossibleAmount, "/damage"),
        (a_loss(property_value=usd(-1)), ImpossibleAmount, "/property_value"),
        (
            replace(a_loss(), damage=Money(Decimal(5), "EUR")),
            CurrencyMismatch,
            "/damage/currency",
        ),
        (
            a_loss(property_value=Money(Decimal(5), "EUR")),
            CurrencyMismatch,
            "/property_value/currency",
        ),
    ],
)
def test_a_loss_that_cannot_be_is_refused(loss: Loss, refusal: type[Rejected], field: str) -> None:
    with pytest.raises(refusal) as refused:
        a_filed_claim(loss)

    assert refused.value.field == field


def test_the_rules_approve_a_plain_claim_at_once() -> None:
    claim = a_filed_claim()

    event = follow(claim)

    assert claim.status is Status.APPROVED
    assert event == ClaimApproved(
        claim_id=CLAIM,
        number="C-2026-000041",
        policy_id=POLICY,
        customer_id=MARIA,
        amount=usd(7500),
        findings=claim.findings,
        approved_by="rules",
    )


def test_the_rules_never_decline() -> None:
    claim = a_filed_claim(a_loss(900))

    event = follow(claim)

    assert claim.status is Status.IN_REVIEW
    assert event == ClaimReferred(
        claim_id=CLAIM,
        number="C-2026-000041",
        customer_id=MARIA,
        proposed_decision="decline",
        proposed_amount=usd(0),
        findings=claim.findings,
    )


def test_a_person_may_approve_less_than_the_rules_propose() -> None:
    claim = a_claim()

    event = claim.decide(an_approval(5000, reason="Old carpet"), cover=a_cover(), at=NOW)

    assert claim.status is Status.APPROVED
    assert isinstance(event, ClaimApproved)
    assert event.amount == claim.amount == usd(5000)
    assert event.approved_by == claim.decided_by == "ana"


@pytest.mark.parametrize("amount", ["7500.01", "0.00", "-1.00"])
def test_a_person_approves_at_most_what_the_cover_pays(amount: str) -> None:
    claim = a_claim()

    with pytest.raises(NotCovered) as refused:
        claim.decide(an_approval(amount), cover=a_cover(), at=NOW)

    assert refused.value.field == "/amount"
    assert claim.status is Status.IN_REVIEW


def test_an_approval_is_in_the_currency_of_the_cover() -> None:
    with pytest.raises(CurrencyMismatch):
        a_claim().decide(
            replace(an_approval(), amount=Money(Decimal(1), "EUR")), cover=a_cover(), at=NOW
        )


def test_a_person_declines_and_says_why() -> None:
    claim = a_claim()

    event = claim.decide(a_refusal(), cover=a_cover(), at=NOW)

    assert claim.status is Status.DECLINED
    assert event == ClaimDeclined(
        claim_id=CLAIM,
        number="C-2026-000041",
        policy_id=POLICY,
        customer_id=MARIA,
        reason="The damage is below your deductible.",
        findings=claim.findings,
        declined_by="ana",
    )


@pytest.mark.parametrize(
    ("decision", "field"),
    [
        (replace(an_approval(), amount=None), "/amount"),
        (a_refusal(None), "/reason"),
        (a_refusal(" \n"), "/reason"),
    ],
)
def test_half_a_decision_is_none(decision: Decision, field: str) -> None:
    claim = a_claim()

    with pytest.raises(IncompleteDecision) as refused:
        claim.decide(decision, cover=a_cover(), at=NOW)

    assert refused.value.field == field
    assert claim.status is Status.IN_REVIEW


def test_what_is_not_covered_is_not_approved_for_any_amount() -> None:
    claim = a_claim()

    with pytest.raises(NotCovered):
        claim.decide(an_approval("0.01"), cover=a_cover(perils=[]), at=NOW)


def test_paying_says_how_much_and_under_which_reference() -> None:
    claim = a_claim(Status.APPROVED)

    event = claim.pay("BANK-1", at=NOW)

    assert claim.status is Status.PAID
    assert event == ClaimPaid(
        claim_id=CLAIM,
        number="C-2026-000041",
        customer_id=MARIA,
        amount=usd(7500),
        reference="BANK-1",
        paid_at=NOW,
    )
    assert claim.paid_with("BANK-1")
    assert not claim.paid_with("BANK-2")


def test_a_customer_takes_a_claim_back() -> None:
    claim = a_claim()

    event = claim.withdraw(at=NOW)

    assert claim.status is Status.WITHDRAWN
    assert event == ClaimWithdrawn(
        claim_id=CLAIM, number="C-2026-000041", customer_id=MARIA, withdrawn_at=NOW
    )


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("to", VERBS)
def test_every_other_move_is_illegal(status: Status, to: Status) -> None:
    claim = a_claim(status)

    if (status, to) in POSSIBLE:
        VERBS[to](claim)
        assert claim.status is to
    else:
        with pytest.raises(IllegalMove):
            VERBS[to](claim)
        assert claim.status is status
