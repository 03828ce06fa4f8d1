"""Instalments: when they fall due, and how whole cents are divided."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.domain.money.plan import divided, due_days, instalments, months_after
from policy.domain.offer import PaymentMode
from policy.examples.money import an_offer, eur, spanish_levies


def test_p_07_an_even_surcharge() -> None:
    plan = instalments(an_offer("480.00", surcharge="19.20", mode=PaymentMode.MONTHLY))

    assert [one.lines[0].amount for one in plan] == [eur("41.60")] * 12


def test_p_08_what_does_not_divide_goes_to_the_first() -> None:
    plan = instalments(an_offer("500.00", mode=PaymentMode.MONTHLY))

    assert [one.lines[0].amount for one in plan] == [eur("41.74"), *[eur("41.66")] * 11]


def test_levies_are_divided_too_and_each_sums_to_itself() -> None:
    plan = instalments(an_offer(levies=spanish_levies(), mode=PaymentMode.QUARTERLY))

    by_levy = {
        line.id: [one.lines[nth].amount for one in plan] for nth, line in enumerate(plan[0].lines)
    }
    assert by_levy["ES-CLEA"] == [eur("0.12"), eur("0.11"), eur("0.11"), eur("0.11")]
    assert by_levy["ES-IPS"] == [eur("6.00")] * 4
    assert by_levy["ES-CCS"] == [eur("4.20")] * 4


def test_the_31st_falls_on_the_last_day_of_shorter_months_and_comes_back() -> None:
    days = due_days(date(2027, 12, 31), date(2028, 12, 31), PaymentMode.MONTHLY)

    assert days[:4] == [date(2027, 12, 31), date(2028, 1, 31), date(2028, 2, 29), date(2028, 3, 31)]


def test_from_29_february_each_half_year_is_on_the_29th() -> None:
    assert due_days(date(2028, 2, 29), date(2029, 3, 1), PaymentMode.HALF_YEARLY) == [
        date(2028, 2, 29),
        date(2028, 8, 29),
    ]
    assert months_after(date(2028, 2, 29), 12) == date(2029, 2, 28)


def test_a_short_period_has_no_instalment_after_its_end() -> None:
    plan = instalments(an_offer("100.00", ends_on=date(2026, 6, 15), mode=PaymentMode.MONTHLY))

    assert [(one.covers_from, one.covers_until) for one in plan] == [
        (date(2026, 4, 1), date(2026, 5, 1)),
        (date(2026, 5, 1), date(2026, 6, 1)),
        (date(2026, 6, 1), date(2026, 6, 15)),
    ]


@given(cents=st.integers(0, 10**12), parts=st.integers(1, 12))
def test_nothing_is_lost_and_no_part_is_a_cent_too_much(cents: int, parts: int) -> None:
    whole = eur(Decimal(cents) / 100)

    found = divided(whole, parts)

    assert sum(found, eur("0.00")) == whole
    assert all(found[0] >= one >= eur("0.00") for one in found)


@pytest.mark.parametrize("mode", PaymentMode)
def test_a_year_has_as_many_instalments_as_its_mode(mode: PaymentMode) -> None:
    assert len(instalments(an_offer(mode=mode))) == mode.instalments
