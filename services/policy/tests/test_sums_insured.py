"""The cases of sum insured practice, each by its id."""

from datetime import date
from decimal import Decimal

import pytest

from chassis.money import Money
from policy.domain.settlement import deductibles, limits, several, sums
from policy.domain.settlement.order import SettledTerms, settled


def eur(amount: str | int) -> Money:
    return Money(Decimal(amount).quantize(Decimal("0.01")), "EUR")


def test_s_01_average() -> None:
    paid = sums.average(eur(40_000), sum_insured=eur(150_000), value=eur(200_000))

    assert paid == eur(30_000)


def test_s_02_average_comes_before_the_deductible() -> None:
    terms = SettledTerms(sum_insured=eur(150_000), deductible=eur(500))

    assert settled(eur(40_000), terms, value=eur(200_000)) == eur(29_500)
    other_way_round = sums.average(
        deductibles.absolute(eur(40_000), eur(500)), sum_insured=eur(150_000), value=eur(200_000)
    )
    assert other_way_round == eur(29_625)


@pytest.mark.parametrize(("insured", "paid"), [(175_000, 40_000), (160_000, 32_000)])
def test_s_03_average_with_tolerance(insured: int, paid: int) -> None:
    found = sums.average(
        eur(40_000), sum_insured=eur(insured), value=eur(200_000), tolerance=Decimal("0.85")
    )

    assert found == eur(paid)


def test_s_04_the_sum_insured_is_the_limit_after_average() -> None:
    paid = sums.average(eur(200_000), sum_insured=eur(150_000), value=eur(200_000))

    assert paid == eur(150_000)


@pytest.mark.parametrize(("loss", "paid"), [(45_000, 45_000), (60_000, 50_000)])
def test_s_05_first_loss(loss: int, paid: int) -> None:
    assert sums.first_loss(eur(loss), sum_insured=eur(50_000)) == eur(paid)


def test_s_06_first_loss_with_a_declared_total() -> None:
    paid = sums.first_loss(
        eur(45_000), sum_insured=eur(50_000), declared=eur(400_000), value=eur(500_000)
    )

    assert paid == eur(36_000)


def test_s_07_agreed_value_of_a_total_loss() -> None:
    assert sums.agreed(eur(30_000)) == eur(30_000)


def test_s_08_agreed_value_of_partial_damage() -> None:
    assert sums.agreed(eur(30_000), damage=Decimal("0.40")) == eur(12_000)


def test_s_09_over_insurance_gives_premium_back() -> None:
    back = sums.over_insured(eur(500), sum_insured=eur(250_000), value=eur(200_000))

    assert back == eur(100)


def test_s_10_double_insurance_by_sums() -> None:
    shares = several.by_sums(eur(60_000), {"A": eur(120_000), "B": eur(80_000)})

    assert shares == {"A": eur(36_000), "B": eur(24_000)}


def test_s_11_double_insurance_by_liability() -> None:
    shares = several.by_liability(eur(100_000), {"A": eur(100_000), "B": eur(80_000)})

    assert shares == {"A": eur("55555.56"), "B": eur("44444.44")}


@pytest.mark.parametrize(("loss", "paid"), [(400, 0), (500, 0), (1_100, 600)])
def test_s_12_absolute_deductible(loss: int, paid: int) -> None:
    assert deductibles.absolute(eur(loss), eur(500)) == eur(paid)


@pytest.mark.parametrize(("loss", "paid"), [(400, 0), (500, 500), (1_100, 1_100)])
def test_s_13_franchise(loss: int, paid: int) -> None:
    assert deductibles.franchise(eur(loss), eur(500)) == eur(paid)


@pytest.mark.parametrize(
    ("loss", "paid"), [(2_000, 1_700), (8_000, 7_200), (30_000, 28_500), (250, 0)]
)
def test_s_14_percentage_deductible(loss: int, paid: int) -> None:
    found = deductibles.percentage(eur(loss), Decimal("0.10"), least=eur(300), most=eur(1_500))

    assert found == eur(paid)


def test_s_15_time_deductible() -> None:
    assert deductibles.days(eur(400), 10, waiting=3) == eur(2_800)


def test_s_16_yearly_deductible() -> None:
    paid = deductibles.yearly([eur(600), eur(700), eur(500)], eur(1_000))

    assert paid == [eur(0), eur(300), eur(500)]


def test_s_17_sublimits() -> None:
    paid = limits.sublimit([eur(1_500), eur(800)], per_item=eur(1_000), in_all=eur(2_000))

    assert paid == eur(1_800)


def test_s_18_yearly_limit() -> None:
    assert limits.aggregate([eur(7_000), eur(6_000)], eur(10_000)) == [eur(7_000), eur(3_000)]


def test_s_19_co_payment_with_a_yearly_cap() -> None:
    borne = deductibles.co_payment(
        eur(5_000), deductible=eur(200), share=Decimal("0.20"), most=eur(600)
    )

    assert (borne, eur(5_000) - borne) == (eur(600), eur(4_400))


def test_s_20_misdeclaration_in_spain() -> None:
    assert sums.as_premiums(eur(20_000), charged=eur(300), due=eur(400)) == eur(15_000)


def test_s_21_a_wrong_age() -> None:
    assert sums.as_premiums(eur(100_000), charged=eur(180), due=eur(240)) == eur(75_000)


def test_s_22_waiting_period() -> None:
    assert limits.first_covered_day(date(2026, 1, 10), 90) == date(2026, 4, 10)
