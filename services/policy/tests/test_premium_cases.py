"""The cases of premium arithmetic, each by its id."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.money import Money
from contracts.insured import Peril
from policy.domain.contract.agreed import Agreed, AgreedCover
from policy.domain.contract.bill import bill
from policy.domain.contract.picture import Stretch
from policy.domain.contract.refund import Refund, refund
from policy.domain.offer import PaymentMode
from policy.domain.pricing.instalments import due_days, split, surcharge, yearly_cost
from policy.domain.pricing.premium import charged, gross, loaded, pure
from policy.domain.pricing.refunds import days_360, thirty_360, whole_months
from policy.domain.pricing.rounding import CurrencyNotCharged, allocated, rounded
from policy.domain.pricing.short_rates import NotInTable
from policy.domain.pricing.walk import shares, walk
from policy.examples import HARBOUR_STREET
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


def test_p_03_gross_premium_by_an_additive_load() -> None:
    assert loaded(eur(120), Decimal("0.35")) == eur(162)


NINETY = Decimal("0.90")
"""The American "90 % pro rata" short rate: the part of the pro-rata refund that it gives back."""


def at(starts_on: date, ends_on: date, premium: Money) -> Stretch:
    cover = AgreedCover(
        id="all", perils=(Peril.FIRE,), limit=eur(1), deductible=eur(0), premium=premium
    )
    terms = Agreed(place=HARBOUR_STREET, covers=(cover,))
    return Stretch(starts_on=starts_on, ends_on=ends_on, agreed=terms)


def ended(
    net: Money, starts_on: date, ends_on: date, on: date, *, keeps: Decimal | None = None
) -> Refund:
    """What production gives back of one premium, when cover ends on a day."""
    return refund([at(starts_on, ends_on, net)], ends_on=on, billed=net, keeps=keeps)


def test_p_10_pro_rata() -> None:
    given_back = ended(eur(438), *YEAR, on=date(2026, 5, 11))

    assert (given_back.refunded, given_back.earned) == (eur(282), eur(156))


def test_p_11_pro_rata_of_a_leap_year() -> None:
    assert ended(eur(438), *LEAP, on=date(2028, 5, 11)).refunded == eur("281.23")


def test_p_12_pro_rata_across_29_february() -> None:
    given_back = ended(eur(438), date(2027, 7, 1), date(2028, 7, 1), date(2028, 1, 1))

    assert given_back.refunded == eur("217.80")


def test_p_13_thirty_360() -> None:
    assert days_360(date(2026, 1, 1), date(2026, 5, 11)) == 130
    assert thirty_360(eur(438), 130).refund == eur("279.83")


def test_p_13b_a_31st_counts_as_the_30th() -> None:
    assert days_360(date(2026, 1, 31), date(2026, 3, 1)) == 31
    assert thirty_360(eur(438), 31).kept == eur("37.72")
    assert ended(eur(438), *YEAR, on=date(2026, 1, 30)).earned == eur("34.80")


def test_p_14_whole_months() -> None:
    assert whole_months(eur(438), YEAR[0], date(2026, 5, 11)).refund == eur("255.50")


def test_p_15_ninety_per_cent_of_pro_rata() -> None:
    given_back = ended(eur(438), *YEAR, on=date(2026, 5, 11), keeps=NINETY)

    assert given_back.refunded == eur("253.80")


def test_p_15b_a_published_check() -> None:
    on = date(2026, 5, 31)  # 150 days in force

    assert ended(eur(500), *YEAR, on=on).refunded == eur("294.52")
    assert ended(eur(500), *YEAR, on=on, keeps=NINETY).refunded == eur("265.07")


def test_p_15c_another_published_check() -> None:
    given_back = short_rates()["us-old-short-rate"].refund(eur(1_500), 219)

    assert (given_back.kept, given_back.refund) == (eur(1_035), eur(465))
    by_ninety = ended(eur(1_500), *YEAR, on=date(2026, 8, 8), keeps=NINETY)
    assert by_ninety.refunded == eur(540)


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


def term(*rows: tuple[date, int | Money]) -> list[Stretch]:
    """A year in stretches, each from its day at its yearly premium."""
    starts = [since for since, _ in rows]
    return [
        at(since, until, yearly if isinstance(yearly, Money) else eur(yearly))
        for (since, yearly), until in zip(rows, [*starts[1:], YEAR[1]], strict=True)
    ]


ISSUED = (date(2026, 1, 1), 600)
APRIL = (date(2026, 4, 1), 720)
OCTOBER = (date(2026, 10, 1), 660)


def test_p_18_additional_premium() -> None:
    found = bill(term(ISSUED, APRIL), billed=eur(600))

    assert found.due == eur("90.41")


def test_p_19_return_premium() -> None:
    found = bill(term(ISSUED, APRIL, OCTOBER), billed=eur("690.41"))

    assert found.due == eur("-15.12")


def test_p_20_the_segments_say_the_same() -> None:
    found = bill(term(ISSUED, APRIL, OCTOBER), billed=eur(600))

    assert round(sum(one.exact for one in found.segments), 6) == Decimal("675.287671")
    assert found.total == eur(600) + eur("90.41") - eur("15.12")


def test_p_21_cents_do_not_pile_up() -> None:
    july, billed, bills = date(2026, 7, 2), eur(600), []
    for yearly in (610, 620, 630):
        due = bill(term(ISSUED, (july, yearly)), billed=billed).due
        bills.append(due)
        billed += due

    assert bills == [eur("5.01"), eur("5.02"), eur("5.01")]


def test_out_of_sequence_endorsements_keep_each_other() -> None:
    first = bill(term(ISSUED, (date(2026, 7, 1), 680)), billed=eur(600))
    later = term(ISSUED, (date(2026, 5, 1), 540), (date(2026, 7, 1), 612))

    assert first.due == eur("40.33")
    assert bill(later, billed=eur("640.33")).total == eur("596.02")
    assert bill(later, billed=eur("640.33")).due == eur("-44.31")


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


cents = st.decimals(min_value=0, max_value=1_000_000, places=2).map(eur)
days = st.dates(min_value=YEAR[0], max_value=YEAR[1])


@given(cents, st.lists(st.decimals(min_value="0.01", max_value=100, places=2), min_size=1))
def test_parts_add_up_to_the_whole(whole: Money, weights: list[Decimal]) -> None:
    parts = allocated(whole, weights)

    assert sum(parts, eur(0)) == whole
    assert min(part.amount for part in parts) >= 0


@given(cents, days)
def test_what_is_kept_and_what_is_given_back_add_up(net: Money, on: date) -> None:
    given_back = ended(net, *YEAR, on=on)

    assert given_back.earned + given_back.unearned == net
    assert eur(0) <= given_back.refunded <= net
    short = ended(net, *YEAR, on=on, keeps=NINETY)
    assert eur(0) <= short.refunded <= given_back.refunded


@given(st.lists(st.tuples(days, cents), min_size=1, max_size=6, unique_by=lambda row: row[0]))
def test_bills_of_any_changes_add_up_to_the_total(changes: list[tuple[date, Money]]) -> None:
    rows: list[tuple[date, int | Money]] = [(YEAR[0], eur(600))]
    billed = eur(600)
    for since, yearly in changes:
        if YEAR[0] < since < YEAR[1]:
            rows = sorted([*rows, (since, yearly)], key=lambda one: one[0])
            billed += bill(term(*rows), billed=billed).due

    assert bill(term(*rows), billed=billed).total == billed
