"""Late interest: exact, dated, and incomplete rather than guessed."""

from datetime import date
from decimal import Decimal

import pytest

from statutes import BadPack, NotCountable, Unknown, interest
from statutes.rates import Rate, Rates, read_rates

WORDS = '{ en = "a", es = "b", zh = "c" }'
WRITTEN = f"""
[[series]]
id = "base"
name = {WORDS}

[[rate]]
series = "base"
percent = "3.25"
from = 2023-01-01
until = 2026-06-30
citation = "Act 1"
source = ["the gazette"]
grade = "A"

[[rate]]
series = "base"
percent = "4"
from = 2026-07-01
until = 2026-12-31
citation = "Act 2"
source = ["the gazette"]
grade = "B"

[[formula]]
id = "step"
name = {WORDS}
series = "base"
factor = "1.5"
basis = 365
citation = "Act 20"
source = ["the gazette"]
grade = "A"
runs_from = {WORDS}
[formula.step]
after = 24
unit = "month"
floor = "20"
single = true

[[formula]]
id = "plus"
name = {WORDS}
series = "base"
plus = "5"
basis = 365
citation = "Act 288"
source = ["the gazette"]
grade = "A"
runs_from = {WORDS}
"""
RATES = read_rates(WRITTEN)


def owed(formula: str, since: str, until: str, *, rates: Rates = RATES, of: str = "10000") -> str:
    found = interest(
        rates.formula(formula),
        Decimal(of),
        date.fromisoformat(since),
        date.fromisoformat(until),
        rates,
    )
    return f"{found.amount}" if found.complete else f"incomplete {found.amount}"


def test_the_rate_steps_up_after_two_years_and_not_before() -> None:
    assert owed("step", "2024-03-01", "2026-03-01") == "975.00"
    assert owed("step", "2024-03-01", "2026-03-02") == "980.48"  # one day at 20 %: 5.479…
    assert owed("step", "2024-03-01", "2026-06-01") == "1479.11"


def test_a_rate_that_changes_on_the_day_of_the_step_still_holds_that_day() -> None:
    assert owed("step", "2024-07-01", "2026-07-01") == "975.31"  # 729 days at 4.875 %, one at 6 %


@pytest.mark.parametrize(
    ("principal", "since", "until"),
    [
        ("10000", date(2026, 1, 1), date.max),
        ("10000", date(9998, 1, 1), date(9999, 12, 1)),
        ("1e40", date(2026, 1, 1), date(2026, 2, 1)),
        ("1", date.min, date(2026, 2, 1)),
    ],
)
def test_what_is_out_of_reach_is_refused(principal: str, since: date, until: date) -> None:
    with pytest.raises(NotCountable, match="out of reach"):
        interest(RATES.formula("step"), Decimal(principal), since, until, RATES)


def test_after_the_step_a_rate_above_the_floor_is_not_cut_to_it() -> None:
    high = Rate("base", Decimal(14), date(2026, 1, 1), date(2026, 12, 31), "crisis", ("x",), "A")

    rates = RATES.adding([high])
    found = interest(
        rates.formula("step"), Decimal(10000), date(2024, 3, 1), date(2026, 3, 2), rates
    )

    assert (found.tranches[-1].days, found.tranches[-1].percent) == (1, Decimal("21.0"))


def test_the_other_reading_is_shown_and_not_applied() -> None:
    found = interest(
        RATES.formula("step"), Decimal(10000), date(2024, 3, 1), date(2026, 6, 1), RATES
    )

    assert found.alternative is not None
    assert found.alternative.amount == Decimal("4504.11")
    assert found.arithmetic == (
        "2024-03-02…2026-03-01 = 730 d: 10000 * 4.875 % * 730 / 365 = 975.0000; "
        "2026-03-02…2026-06-01 = 92 d: 10000 * 20 % * 92 / 365 = 504.1096; "
        "total 1479.11; another reading, not applied: 4504.11"
    )


def test_a_rate_that_changes_cuts_the_days_in_two() -> None:
    # 30 days to 30 June at 8.25 %, 10 days from 1 July at 9 %
    assert owed("plus", "2026-05-31", "2026-07-10") == "92.47"
    assert Decimal("67.8082") + Decimal("24.6575") == Decimal("92.4657")


def test_days_without_a_rate_make_the_amount_incomplete() -> None:
    found = interest(
        RATES.formula("plus"), Decimal(10000), date(2026, 12, 21), date(2027, 1, 10), RATES
    )

    assert not found.complete
    assert [(gap.first, gap.last) for gap in found.missing] == [
        (date(2027, 1, 1), date(2027, 1, 10))
    ]
    assert found.arithmetic.endswith(
        "2027-01-01…2027-01-10 = 10 d: rate not known; incomplete; known part 24.66"
    )


def test_a_rate_somebody_answers_for_completes_it() -> None:
    assumed = Rate(
        "base", Decimal(4), date(2027, 1, 1), date(2027, 6, 30), "opinion", ("a lawyer",), "B"
    )

    assert owed("plus", "2026-12-21", "2027-01-10", rates=RATES.adding([assumed])) == "49.32"
    with pytest.raises(Unknown, match="series 'tide'"):
        RATES.adding([Rate("tide", Decimal(1), date(2027, 1, 1), None, "x", ("y",), "B")])


def test_nothing_is_owed_for_no_day() -> None:
    assert owed("step", "2026-01-10", "2026-01-10") == "0.00"


def test_half_a_cent_is_rounded_up_once_at_the_end() -> None:
    assert owed("plus", "2026-05-31", "2026-06-30", of="0.74") == "0.01"  # 0.00501…
    assert owed("plus", "2026-05-31", "2026-06-30", of="0.73") == "0.00"  # 0.00495


def test_an_amount_that_is_not_exact_is_refused() -> None:
    with pytest.raises(NotCountable, match="not an exact amount"):
        interest(RATES.formula("plus"), 10.5, date(2026, 1, 1), date(2026, 1, 2), RATES)  # type: ignore[arg-type]
    with pytest.raises(NotCountable, match="before interest runs"):
        owed("plus", "2026-01-02", "2026-01-01")


@pytest.mark.parametrize(
    ("old", "new", "refusal"),
    [
        ('percent = "3.25"', 'percent = "three"', "rate base.percent: 'three' is not a number"),
        ("2026-06-30", "2026-07-01", "base.from: the rate of 2026-07-01 overlaps another"),
        ('grade = "B"', 'grade = "C"', "rate base.grade: 'C' is not one of A, B"),
        ('plus = "5"', 'fixed = "5"', "plus.series: a formula has either a series or a fixed rate"),
        ("basis = 365", "basis = 0", "step.basis: must not be 0"),
        ('unit = "month"', 'unit = "hour"', "step.step.unit: must be calendar_day"),
        ('citation = "Act 288"', "", "plus.citation: is missing"),
    ],
)
def test_rates_that_make_no_sense_are_refused(old: str, new: str, refusal: str) -> None:
    assert old in WRITTEN

    with pytest.raises(BadPack) as said:
        read_rates(WRITTEN.replace(old, new))

    assert f"rates.toml: {refusal}" in str(said.value)
