"""The rules, one by one and together: no database, no bus, no clock."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.money import Money
from claims.domain.assessment import AUTHORITY, Assessment, Case, assess
from claims.domain.cover import Cover, CoverTerms
from claims.domain.loss import Loss
from claims.examples import CLAUSES, ENDS_AT, STARTS_AT, a_cover, a_loss, usd
from contracts.claims import Finding
from contracts.insured import Peril
from contracts.policy import CoverInForce

amounts = st.decimals(min_value=0, max_value=10_000_000, places=2).map(usd)
INSTANT = timedelta(microseconds=1)


def assessed(loss: Loss, cover: Cover | None = None, *same_day: str) -> Assessment:
    return assess(Case(loss=loss, cover=cover or a_cover(), same_day=same_day))


def finding(assessment: Assessment, number: int) -> Finding:
    return assessment.findings[number - 1]


def test_a_plain_loss_goes_straight_through() -> None:
    assessment = assessed(a_loss(8500))

    assert assessment.straight_through
    assert assessment.payable == usd(7500)
    assert [(found.number, found.rule, found.clause) for found in assessment.findings] == [
        (1, "in_force", "FL-5"),
        (2, "peril_covered", "FL-2"),
        (3, "damage_plausible", "FL-1"),
        (4, "deductible", "FL-3"),
        (5, "within_limit", "FL-4"),
        (6, "within_authority", "none"),
        (7, "no_duplicate", "none"),
    ]


def test_a_finding_names_its_figures_in_words_and_as_data() -> None:
    deductible = finding(assessed(a_loss(8500)), 4)

    assert deductible == Finding(
        number=4,
        rule="deductible",
        clause="FL-3",
        clause_version="1.0",
        passed=True,
        text="Your own share is USD 1,000.00; USD 7,500.00 of USD 8,500.00 is left.",
        amounts={
            "damage": usd(8500),
            "deductible": usd(1000),
            "after_deductible": usd(7500),
        },
    )


@given(damage=amounts, deductible=amounts, sum_insured=amounts)
def test_we_pay_the_damage_less_the_deductible_up_to_the_sum_insured(
    damage: Money, deductible: Money, sum_insured: Money
) -> None:
    cover = a_cover(deductible=deductible, sum_insured=sum_insured)

    payable = assessed(a_loss(damage.amount), cover).payable

    expected = max(Decimal(0), min(damage.amount - deductible.amount, sum_insured.amount))
    assert payable.amount == expected


@given(damage=amounts, value=st.none() | amounts, same_day=st.booleans())
def test_only_a_paying_unsuspicious_case_within_authority_goes_straight_through(
    damage: Money, value: Money | None, *, same_day: bool
) -> None:
    loss = a_loss(damage.amount, property_value=value)
    assessment = assessed(loss, a_cover(sum_insured=usd(1_000_000)), *["C-1"] * same_day)

    plausible = value is None or damage <= value
    payable = assessment.payable
    assert assessment.straight_through == (
        usd(0) < payable <= AUTHORITY["USD"] and plausible and not same_day
    )


@pytest.mark.parametrize(
    ("at", "rule"),
    [
        (STARTS_AT - INSTANT, "before_inception"),
        (STARTS_AT, "in_force"),
        (ENDS_AT - INSTANT, "in_force"),
        (ENDS_AT, "after_expiry"),
    ],
)
def test_cover_is_judged_at_the_instant_of_loss(at: datetime, rule: str) -> None:
    assessment = assessed(a_loss(occurred_at=at))

    assert finding(assessment, 1).rule == rule
    assert finding(assessment, 1).passed == (rule == "in_force")
    assert bool(assessment.payable) == (rule == "in_force")


@pytest.mark.parametrize(
    ("at", "rule"),
    [
        (ENDS_AT - timedelta(days=60) - INSTANT, "in_force"),
        (ENDS_AT - timedelta(days=60), "cancelled"),
        (ENDS_AT, "after_expiry"),
    ],
)
def test_a_cancelled_cover_ends_when_the_cancellation_says(at: datetime, rule: str) -> None:
    cover = a_cover(cancelled_from=ENDS_AT - timedelta(days=60))

    assert finding(assessed(a_loss(occurred_at=at), cover), 1).rule == rule


def test_instants_are_told_by_the_clock_of_the_insured_place() -> None:
    found = finding(assessed(a_loss(occurred_at=ENDS_AT)), 1)

    assert found.text == (
        "The loss happened at 2026-04-01 00:00; your cover ended at 2026-04-01 00:00."
    )
    assert found.instants["ends_at"] == ENDS_AT


def test_a_cause_that_is_not_insured_pays_nothing() -> None:
    assessment = assessed(a_loss(peril=Peril.EARTH_MOVEMENT))

    assert finding(assessment, 2).rule == "peril_not_covered"
    assert finding(assessment, 2).text == "This cover does not include the cause, earth movement."
    assert assessment.payable == usd(0)
    assert assessment.proposal == "decline"


def test_a_damage_above_the_value_of_the_property_is_looked_at_by_a_person() -> None:
    assessment = assessed(a_loss(8500, property_value=usd(0)))

    assert finding(assessment, 3).rule == "damage_above_value"
    assert not assessment.straight_through
    assert assessment.proposal == "approve"


def test_a_value_nobody_gave_is_no_red_flag() -> None:
    assessment = assessed(a_loss(8500, property_value=None))

    assert finding(assessment, 3).rule == "value_not_given"
    assert assessment.straight_through


@pytest.mark.parametrize("damage", ["0.00", "999.99", "1000.00"])
def test_a_loss_not_above_the_deductible_goes_to_a_person(damage: str) -> None:
    assessment = assessed(a_loss(damage))

    assert finding(assessment, 4).rule == "below_deductible"
    assert assessment.proposal == "decline"
    assert not assessment.straight_through


def test_a_cent_above_the_deductible_is_paid() -> None:
    assessment = assessed(a_loss("1000.01"))

    assert assessment.payable == usd("0.01")
    assert assessment.straight_through


@pytest.mark.parametrize(
    ("damage", "rule", "payable"),
    [
        ("51000.00", "within_limit", 50_000),
        ("51000.01", "capped", 50_000),
        ("90000.00", "capped", 50_000),
    ],
)
def test_the_sum_insured_is_the_most_we_pay(damage: str, rule: str, payable: int) -> None:
    assessment = assessed(a_loss(damage), a_cover(sum_insured=usd(50_000)))

    assert finding(assessment, 5).rule == rule
    assert assessment.payable == usd(payable)
    assert assessment.straight_through


@pytest.mark.parametrize(("damage", "straight"), [("101000.00", True), ("101000.01", False)])
def test_beyond_our_authority_a_person_confirms(damage: str, *, straight: bool) -> None:
    cover = a_cover(sum_insured=usd(250_000))

    assessment = assessed(a_loss(damage), cover)

    assert assessment.straight_through == straight
    assert assessment.proposal == "approve"


def test_a_second_claim_for_the_same_day_is_looked_at_by_a_person() -> None:
    assessment = assessed(a_loss(), None, "C-2026-000007")

    assert finding(assessment, 7).rule == "duplicate"
    assert finding(assessment, 7).words == {"others": "C-2026-000007"}
    assert not assessment.straight_through


def test_a_policy_that_names_no_clause_is_itself_the_clause() -> None:
    cover = a_cover(clauses=CLAUSES[:1])

    assert finding(assessed(a_loss(), cover), 5).clause == cover.number


def test_there_is_no_authority_in_a_currency_without_one() -> None:
    def euro(amount: int) -> Money:
        return Money(Decimal(amount), "EUR")

    cover = a_cover(sum_insured=euro(100), deductible=euro(1))
    loss = a_loss(damage=50, property_value=None)
    assessment = assessed(
        Loss(peril=loss.peril, occurred_at=loss.occurred_at, damage=euro(50)), cover
    )

    assert finding(assessment, 6).rule == "authority_exceeded"
    assert assessment.payable == euro(49)


@pytest.mark.parametrize(
    ("damage", "most", "borne"),
    [(3000, None, 500), (8000, None, 800), (400, 900, 400), (1500, 900, 600), (9000, 900, 900)],
)
def test_a_share_is_borne_above_the_deductible_or_at_least_it(
    damage: int, most: int | None, borne: int
) -> None:
    terms = CoverTerms(
        limit=usd(100_000),
        deductible=usd(500),
        answers_from=STARTS_AT,
        share=Decimal("0.10"),
        most=None if most is None else usd(most),
    )

    assert min(terms.borne(usd(damage)), usd(damage)) == usd(borne)


@pytest.mark.parametrize("days", [0, 3])
def test_a_deductible_of_days_is_worked_out_by_a_person(days: int) -> None:
    part = CoverInForce(
        cover="flood", perils=[a_loss().peril], limit=usd(250_000), deductible=usd(0),
        starts_at=STARTS_AT, ends_at=ENDS_AT, answers_from=STARTS_AT, deductible_days=days,
    )  # fmt: skip

    assessment = assessed(a_loss(8500), a_cover(parts=[part]))

    assert assessment.straight_through is (days == 0)
    assert finding(assessment, 4).rule == ("deductible_by_hand" if days else "deductible")
