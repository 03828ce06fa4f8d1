"""What goes back when a contract ends, what is owed when it rests, how long one may think again."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from chassis.money import Money
from contracts.insured import Peril
from contracts.policy import PolicyIssued
from policy.domain.contract.agreed import Agreed, AgreedCover
from policy.domain.contract.picture import Stretch
from policy.domain.contract.refund import refund
from policy.domain.contract.rules import HouseRules
from policy.domain.policy import Policy
from policy.domain.preservation.unpaid import Manner, NoLossStatementMissing, owed_to_come_back
from policy.domain.preservation.withdraw import thinking_again
from policy.examples import MARIA, NOW, POLICY
from policy.examples.contracts import VALENCIA, a_wording, an_offer
from policy.storage import HouseBook
from policy.use_cases.cancel_policy import _short_rate


def eur(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def term(premium: str, starts_on: date, ends_on: date) -> list[Stretch]:
    cover = AgreedCover(
        id="fire",
        perils=(Peril.FIRE,),
        limit=eur("1000.00"),
        deductible=eur("0.00"),
        premium=eur(premium),
    )
    return [
        Stretch(
            starts_on=starts_on, ends_on=ends_on, agreed=Agreed(place=VALENCIA, covers=(cover,))
        )
    ]


@pytest.mark.parametrize(
    ("term_of", "cancelled_on", "days_left", "refunded"),
    [
        pytest.param((2026, 1), date(2026, 5, 11), 235, "282.00", id="P-10"),
        pytest.param((2028, 1), date(2028, 5, 11), 235, "281.23", id="P-11"),
        pytest.param((2027, 7), date(2028, 1, 1), 182, "217.80", id="P-12"),
    ],
)
def test_pro_rata_refunds(
    term_of: tuple[int, int], cancelled_on: date, days_left: int, refunded: str
) -> None:
    (year, month) = term_of
    whole = term("438.00", date(year, month, 1), date(year + 1, month, 1))

    found = refund(whole, ends_on=cancelled_on, billed=eur("438.00"))

    assert (found.days_left, found.refunded) == (days_left, eur(refunded))
    assert found.earned + found.unearned == eur("438.00")


def test_P_15_short_rate_keeps_a_tenth_of_the_refund() -> None:  # noqa: N802 - the case's id
    year = term("438.00", date(2026, 1, 1), date(2027, 1, 1))

    found = refund(year, ends_on=date(2026, 5, 11), billed=eur("438.00"), keeps=Decimal("0.90"))

    assert (found.method, found.refunded) == ("short_rate", eur("253.80"))


def a_contract(jurisdiction: str = "ES", line: str = "home") -> tuple[Policy, PolicyIssued]:
    return Policy.issue_from(
        an_offer(jurisdiction),
        POLICY,
        "P-2026-000041",
        customer_id=MARIA,
        wording=a_wording(line),
        by="ana",
        at=NOW,
    )


def test_DE_39_no_short_rate_against_a_german_customer() -> None:  # noqa: N802 - the law's id
    rules: HouseRules = replace(HouseBook().rules(), short_rate_products=frozenset({"flood-home"}))

    def keeps(jurisdiction: str, side: Any) -> Decimal | None:
        return _short_rate(a_contract(jurisdiction)[0], side, rules)

    assert keeps("US", "customer") == Decimal("0.90")
    assert keeps("US", "insurer") is None
    assert keeps("DE", "customer") is None


def test_an_issue_says_each_cover_with_its_own_terms_and_waiting() -> None:
    _, issued = a_contract()

    fire, theft = issued.covers
    assert (issued.jurisdiction, issued.sum_insured, issued.premium) == (
        "ES",
        eur("200000.00"),
        eur("360.00"),
    )
    assert (fire.limit, fire.deductible, fire.answers_from) == (
        eur("200000.00"),
        eur("500.00"),
        datetime(2026, 3, 31, 22, tzinfo=UTC),
    )
    assert (theft.limit, theft.answers_from) == (
        eur("40000.00"),
        datetime(2026, 4, 10, 22, tzinfo=UTC),
    )
    assert issued.perils == [Peril.FIRE, Peril.THEFT]


@pytest.mark.parametrize(
    ("jurisdiction", "line", "delivered", "last"),
    [
        ("UK", "home", True, "UK-CAN-14"),
        ("ES", "life", True, "ES-83A"),
        ("CN", "life", True, "CN-COOL"),
        ("CN", "home", True, "YB-COOL"),
        ("FR", "home", False, "YB-COOL"),
    ],
)
def test_the_right_to_think_again_is_the_jurisdictions(
    jurisdiction: str, line: str, *, delivered: bool, last: str
) -> None:
    policy, _ = a_contract(jurisdiction, line)
    policy.delivered_at = NOW + timedelta(days=1) if delivered else None

    found = thinking_again(policy, HouseBook().law())

    assert found.last is not None
    assert {one.entry.id for one in found.clocks} >= {last}
    assert not found.open_at(NOW + timedelta(days=60))


def test_without_proof_of_delivery_the_time_does_not_run_out() -> None:
    policy, _ = a_contract("UK")

    assert thinking_again(policy, HouseBook().law()).open_at(NOW + timedelta(days=300))


@pytest.mark.parametrize(
    ("manner", "owed"),
    [
        (Manner.REVIVED, "30.00"),  # Spain: only the current period may be asked for
        (Manner.AGREED, "60.00"),  # China: the arrears
        (Manner.WITH_GAP, "0.00"),
        (Manner.WITHOUT_GAP, "60.00"),  # against a statement that nothing happened
    ],
)
def test_8_4_what_is_owed_for_cover_to_come_back(manner: Manner, owed: str) -> None:
    found = owed_to_come_back(manner, eur("30.00"), periods=2, no_loss_stated=True)

    assert found == eur(owed)


def test_8_4_cover_without_a_gap_wants_a_signed_statement() -> None:
    with pytest.raises(NoLossStatementMissing):
        owed_to_come_back(Manner.WITHOUT_GAP, eur("30.00"), periods=2)
