"""Premium arithmetic: exact, rounded once, and what a product offers."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.money import Money
from policy.domain.period import Period
from policy.domain.product import NotOffered
from policy.examples import A_YEAR, a_product, some_terms, usd

PRODUCT = a_product()
sums = st.decimals(min_value=1001, max_value=250_000, places=2).map(usd)
deductibles = st.sampled_from(PRODUCT.deductibles)
starts = st.dates(min_value=date(1985, 1, 1), max_value=date(2190, 1, 1))
periods = st.builds(
    lambda start, days: Period(
        starts_on=start, ends_on=start + timedelta(days=days), time_zone="UTC"
    ),
    starts,
    st.integers(min_value=1, max_value=365),
)


def test_a_year_costs_the_rate_times_the_deductibles_factor() -> None:
    premium = PRODUCT.premium(sum_insured=usd(100_000), deductible=usd(1000), period=A_YEAR)

    assert premium == usd("450.00")  # 100 thousands at 5 dollars, less a tenth


def test_half_a_year_costs_by_the_day() -> None:
    half = Period(starts_on=date(2026, 4, 1), ends_on=date(2026, 9, 30), time_zone="UTC")

    premium = PRODUCT.premium(sum_insured=usd(100_000), deductible=usd(1000), period=half)

    assert half.days == 182
    assert premium == usd("224.38")  # 450 x 182 / 365 = 224.3835...


def test_half_a_cent_is_rounded_up() -> None:
    premium = PRODUCT.premium(sum_insured=usd("20001.00"), deductible=usd(500), period=A_YEAR)

    assert premium == usd("100.01")  # 100.005


def test_a_premium_is_never_under_the_minimum() -> None:
    premium = PRODUCT.premium(sum_insured=usd(1001), deductible=usd(1000), period=A_YEAR)

    assert premium == PRODUCT.minimum_premium


@given(sum_insured=sums, deductible=deductibles, period=periods)
def test_a_premium_is_within_half_a_cent_of_the_exact_price(
    sum_insured: Money, deductible: Money, period: Period
) -> None:
    premium = PRODUCT.premium(sum_insured=sum_insured, deductible=deductible, period=period)

    exact = (
        Fraction(sum_insured.amount)
        / 1000
        * Fraction(PRODUCT.rate_per_thousand * PRODUCT.deductible_factors[deductible])
        * Fraction(period.days, period.days_in_year)
    )
    if premium == PRODUCT.minimum_premium:
        assert exact <= Fraction(premium.amount) + Fraction(1, 200)
    else:
        assert -Fraction(1, 200) < Fraction(premium.amount) - exact <= Fraction(1, 200)
    assert premium.amount == premium.amount.quantize(Decimal("0.01"))


@given(sum_insured=sums, period=periods)
def test_a_higher_deductible_never_costs_more(sum_insured: Money, period: Period) -> None:
    low, high = (
        PRODUCT.premium(sum_insured=sum_insured, deductible=deductible, period=period)
        for deductible in PRODUCT.deductibles
    )

    assert high <= low


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"sum_insured": usd("999.99")}, "/sum_insured"),
        ({"sum_insured": usd("250000.01")}, "/sum_insured"),
        ({"sum_insured": Money(Decimal(5000), "EUR")}, "/sum_insured/currency"),
        ({"deductible": usd(501)}, "/deductible"),
        ({"deductible": Money(Decimal(500), "EUR")}, "/deductible"),
        ({"sum_insured": usd(1000), "deductible": usd(1000)}, "/deductible"),
    ],
)
def test_terms_the_product_does_not_have_are_refused(changes: dict[str, Money], field: str) -> None:
    terms = some_terms(**changes)

    with pytest.raises(NotOffered) as refused:
        PRODUCT.must_offer(sum_insured=terms.sum_insured, deductible=terms.deductible)

    assert refused.value.field == field
