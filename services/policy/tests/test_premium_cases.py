"""The cases of premium arithmetic, each by its id."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.money import Money
from policy.domain.offer import PaymentMode
from policy.domain.pricing.instalments import due_days, split, surcharge, yearly_cost
from policy.domain.pricing.premium import charged, gross, loaded, pure
from policy.domain.pricing.refunds import (
    OutsideTerm,
    days_360,
    ninety_per_cent,
    pro_rata,
    thirty_360,
    whole_months,
)
from policy.domain.pricing.rounding import CurrencyNotCharged, allocated, rounded
from policy.domain.pricing.segments import BrokenTerm, Segment, exact_total, to_bill, total
from policy.domain.pricing.short_rates import NotInTable
from policy.domain.pricing.walk import shares, walk
from policy.storage import short_rates

YEAR = (date(2026, 1, 1), date(2027, 1, 1))
LEAP = (date(2028, 1, 1), date(2029, 1, 1))


def eur(amount: str | int | Decimal) -> Money:
    return Money(Decimal(amount).quantize(Decimal("0.01")), "EUR")


def factors(*written: str) -> list[Decimal]:
    return [Decimal(one) for one in written]


def test_p_01_pure_premium() -> None:
    assert pure(Decimal("0.04"), eur(3_000)) == eur(120)


def test_p_02_gross_premium_by_ratios() -> None:
    price = gross(eur(120), fixed=eur(15), shares=Decimal("0.25"))

    assert price == eur(180)
    assert price - eur(120) == eur(60)


def test_p_03_gross_premium_by_an_additive_load() -> None:
    assert loaded(eur(120), Decimal("0.35")) == eur(162)


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_p_04_a_chain_of_factors_is_rounded_once_in_any_order(order: tuple[int, ...]) -> None:
    chain = factors("1.15", "0.90", "1.30", "0.95")

    price = charged(Decimal(200), [chain[n] for n in order], currency="EUR")

    assert price.money == eur("255.65")


def stepwise(base: str, chain: list[Decimal]) -> Money:
    money = eur(base)
    for factor in chain:
        money = money.times(factor)
    return money


def test_p_05_rounding_at_each_step_is_another_price() -> None:
    chain = factors("1.07", "0.93", "1.21", "0.875")

    assert charged(Decimal("187.09"), chain, currency="EUR").money == eur("197.11")
    assert stepwise("187.09", chain) == eur("197.12")


def test_p_05b_and_another_one_backwards() -> None:
    chain = factors("0.875", "1.21", "0.93", "1.07")

    assert charged(Decimal("187.09"), chain, currency="EUR").money == eur("197.11")
    assert stepwise("187.09", chain) == eur("197.10")


def test_p_06_cap_and_minimum_are_lines_of_their_own() -> None:
    discounts = factors("0.80", "0.85")

    price = charged(
        Decimal("62.40"), discounts, currency="EUR", least=Decimal("0.70"), minimum=eur(50)
    )

    assert price.money == eur(50)
    assert price.lines == (
        ("factor", Decimal("0.6800")),
        ("cap", Decimal("0.70")),
        ("round", Decimal("43.68")),
        ("minimum", Decimal("50.00")),
    )
    assert charged(Decimal("62.40"), discounts, currency="EUR").money == eur("42.43")


def test_p_07_instalment_surcharge() -> None:
    extra = surcharge(eur(480), Decimal("0.04"))

    assert extra == eur("19.20")
    assert split(eur(480) + extra, 12) == [eur("41.60")] * 12


def test_p_08_the_cents_that_do_not_divide_go_first() -> None:
    assert split(eur(500), 12) == [eur("41.74"), *[eur("41.66")] * 11]


def test_p_09_what_paying_monthly_costs_a_year() -> None:
    rate = yearly_cost(eur(480), [eur("41.60")] * 12)

    assert round(rate, 4) == Decimal("0.0901")
    assert round((1 + rate) ** (Decimal(1) / 12) - 1, 6) == Decimal("0.007213")


def test_p_10_pro_rata() -> None:
    given_back = pro_rata(eur(438), *YEAR, on=date(2026, 5, 11))

    assert (given_back.refund, given_back.kept) == (eur(282), eur(156))


def test_p_11_pro_rata_of_a_leap_year() -> None:
    assert pro_rata(eur(438), *LEAP, on=date(2028, 5, 11)).refund == eur("281.23")


def test_p_12_pro_rata_across_29_february() -> None:
    refund = pro_rata(eur(438), date(2027, 7, 1), date(2028, 7, 1), date(2028, 1, 1)).refund

    assert refund == eur("217.80")


def test_p_13_thirty_360() -> None:
    assert days_360(date(2026, 1, 1), date(2026, 5, 11)) == 130
    assert thirty_360(eur(438), 130).refund == eur("279.83")


def test_p_13b_a_31st_counts_as_the_30th() -> None:
    assert days_360(date(2026, 1, 31), date(2026, 3, 1)) == 31
    assert thirty_360(eur(438), 31).kept == eur("37.72")
    assert pro_rata(eur(438), *YEAR, on=date(2026, 1, 30)).kept == eur("34.80")


def test_p_14_whole_months() -> None:
    assert whole_months(eur(438), YEAR[0], date(2026, 5, 11)).refund == eur("255.50")


def test_p_15_ninety_per_cent_of_pro_rata() -> None:
    given_back = ninety_per_cent(eur(438), *YEAR, on=date(2026, 5, 11))

    assert (given_back.refund, given_back.kept) == (eur("253.80"), eur("184.20"))


def test_p_15b_a_published_check() -> None:
    on = date(2026, 5, 31)  # 150 days in force

    assert pro_rata(eur(500), *YEAR, on=on).refund == eur("294.52")
    assert ninety_per_cent(eur(500), *YEAR, on=on).refund == eur("265.07")


def test_p_15c_another_published_check() -> None:
    given_back = short_rates()["us-old-short-rate"].refund(eur(1_500), 219)

    assert (given_back.kept, given_back.refund) == (eur(1_035), eur(465))
    assert ninety_per_cent(eur(1_500), *YEAR, on=date(2026, 8, 8)).refund == eur(540)


def test_p_16_short_rate_table() -> None:
    table = short_rates()["us-old-short-rate"]

    given_back = table.refund(eur(438), 130)

    assert (given_back.kept, given_back.refund) == (eur("201.48"), eur("236.52"))
    assert table.refund(eur(438), 10).kept == eur("109.50")


@pytest.mark.parametrize("days", [0, 20, 37, 57, 94, 131, 278, 352, 365])
def test_p_16_what_was_not_seen_of_the_table_is_not_guessed(days: int) -> None:
    with pytest.raises(NotInTable):
        short_rates()["us-old-short-rate"].refund(eur(438), days)


def test_p_17_short_period_scale() -> None:
    given_back = short_rates()["fire-tariff-2001"].refund(eur(12_000), 5)  # the fifth month

    assert (given_back.kept, given_back.refund) == (eur(7_200), eur(4_800))


def segments(*rows: tuple[date, int]) -> list[Segment]:
    return [Segment(since, eur(yearly)) for since, yearly in rows]


ISSUED = (date(2026, 1, 1), 600)
APRIL = (date(2026, 4, 1), 720)
OCTOBER = (date(2026, 10, 1), 660)


def test_p_18_additional_premium() -> None:
    bill = to_bill(segments(ISSUED, APRIL), ends_on=YEAR[1], billed=eur(600))

    assert bill == eur("90.41")


def test_p_19_return_premium() -> None:
    bill = to_bill(segments(ISSUED, APRIL, OCTOBER), ends_on=YEAR[1], billed=eur("690.41"))

    assert bill == eur("-15.12")


def test_p_20_the_segments_say_the_same() -> None:
    rows = segments(ISSUED, APRIL, OCTOBER)

    assert round(exact_total(rows, ends_on=YEAR[1]), 6) == Decimal("675.287671")
    assert total(rows, ends_on=YEAR[1]) == eur(600) + eur("90.41") - eur("15.12")


def test_p_21_cents_do_not_pile_up() -> None:
    july, billed, bills = date(2026, 7, 2), eur(600), []
    for yearly in (610, 620, 630):
        bill = to_bill(segments(ISSUED, (july, yearly)), ends_on=YEAR[1], billed=billed)
        bills.append(bill)
        billed += bill

    assert bills == [eur("5.01"), eur("5.02"), eur("5.01")]


def test_out_of_sequence_endorsements_keep_each_other() -> None:
    first = to_bill(segments(ISSUED, (date(2026, 7, 1), 680)), ends_on=YEAR[1], billed=eur(600))
    later = segments(ISSUED, (date(2026, 5, 1), 540), (date(2026, 7, 1), 612))

    assert first == eur("40.33")
    assert total(later, ends_on=YEAR[1]) == eur("596.02")
    assert to_bill(later, ends_on=YEAR[1], billed=eur("640.33")) == eur("-44.31")


def test_the_walk_of_a_renewal_adds_up() -> None:
    reasons = [
        ("index of building cost", Decimal("1.04")),
        ("age of home", Decimal("1.01")),
        ("no-claims step", Decimal("0.85") / Decimal("0.90")),
        ("flood zone", Decimal("1.12")),
        ("base rate", Decimal("0.98")),
    ]

    steps = walk(eur(400), eur("435.55"), reasons)

    assert [step.change for step in steps] == [
        eur("16.00"), eur("4.16"), eur("-23.34"), eur("47.62"), eur("-8.89"),
    ]  # fmt: skip
    assert steps[-1].level == eur("435.55")
    by_logarithm = shares(eur(400), eur("435.55"), reasons)
    assert sum(by_logarithm.values(), eur(0)) == eur("35.55")
    assert by_logarithm == shares(eur(400), eur("435.55"), [*reasons[1:4], reasons[0], reasons[4]])


def test_yen_have_no_cents_and_dinars_are_none_of_ours() -> None:
    assert rounded(Decimal("1234.5"), "JPY") == Money(Decimal("1235.00"), "JPY")
    with pytest.raises(CurrencyNotCharged):
        rounded(Decimal(1), "KWD")


def test_instalments_from_the_31st_fall_on_the_last_of_the_month() -> None:
    assert due_days(date(2026, 10, 31), PaymentMode.QUARTERLY) == [
        date(2026, 10, 31), date(2027, 1, 31), date(2027, 4, 30), date(2027, 7, 31),
    ]  # fmt: skip


def test_what_is_not_within_the_term_is_refused() -> None:
    with pytest.raises(OutsideTerm):
        pro_rata(eur(438), *YEAR, on=date(2027, 1, 2))
    with pytest.raises(BrokenTerm):
        total(segments(APRIL, ISSUED), ends_on=YEAR[1])


cents = st.decimals(min_value=0, max_value=1_000_000, places=2).map(eur)
days = st.dates(min_value=YEAR[0], max_value=YEAR[1])


@given(cents, st.lists(st.decimals(min_value="0.01", max_value=100, places=2), min_size=1))
def test_parts_add_up_to_the_whole(whole: Money, weights: list[Decimal]) -> None:
    parts = allocated(whole, weights)

    assert sum(parts, eur(0)) == whole
    assert min(part.amount for part in parts) >= 0


@given(cents, days)
def test_what_is_kept_and_what_is_given_back_add_up(net: Money, on: date) -> None:
    for method in (pro_rata, ninety_per_cent):
        given_back = method(net, *YEAR, on=on)
        assert given_back.kept + given_back.refund == net
        assert eur(0) <= given_back.refund <= net


@given(st.lists(st.tuples(days, cents), min_size=1, max_size=6, unique_by=lambda row: row[0]))
def test_bills_of_any_changes_add_up_to_the_total(changes: list[tuple[date, Money]]) -> None:
    rows, billed = [Segment(YEAR[0], eur(600))], eur(600)
    for since, yearly in changes:
        if YEAR[0] < since < YEAR[1]:
            rows = sorted([*rows, Segment(since, yearly)], key=lambda one: one.since)
            billed += to_bill(rows, ends_on=YEAR[1], billed=billed)

    assert billed == total(rows, ends_on=YEAR[1])
    assert all(a.since < b.since for a, b in pairwise(rows))
