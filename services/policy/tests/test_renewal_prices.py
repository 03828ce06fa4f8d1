"""This year's price beside last year's: every reason by its name, and they add up (facts, 8.3)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from chassis.money import Money
from policy.domain.contract.agreed import Agreed
from policy.domain.contract.change import Change
from policy.domain.offer import PaymentMode
from policy.domain.period import Period, a_year_after
from policy.domain.pricing.rating import price
from policy.domain.pricing.steps import Asked
from policy.domain.pricing.walk import shares
from policy.domain.products.plan import Plan
from policy.domain.renewing.comparing import Turn, compare_plans
from policy.domain.renewing.proposal import Comparison, Stage, steps_of
from policy.examples.contracts import VALENCIA
from policy.storage import Products, levies
from policy.storage.plans import plan_of

HOME = (files("policy") / "products" / "home" / "1.0.toml").read_text(encoding="utf-8")
ANSWERS: dict[str, Any] = {
    "building_sum": "200000.00",
    "contents_sum": "40000.00",
    "construction": "masonry",
    "building_age": 20,
    "flood_zone": "C",
    "alarm": True,
    "claims": 1,
}
THIS = Period(starts_on=date(2026, 4, 1), ends_on=date(2027, 4, 1), time_zone="Europe/Madrid")


def eur(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def next_year(period: Period) -> Period:
    return replace(period, starts_on=period.ends_on, ends_on=a_year_after(period.ends_on))


def a_plan(*changes: tuple[str, str], version: str = "1.1") -> Plan:
    """The home product as it could be sold a year later."""
    text = HOME.replace('version = "1.0"', f'version = "{version}"', 1)
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    return plan_of(text, f"home/{version}.toml")


def a_turn(period: Period = THIS, **changes: Any) -> Turn:
    agreed = Agreed(place=VALENCIA, covers=(), answers={**ANSWERS, **changes.pop("answers", {})})
    fields: dict[str, Any] = {
        "jurisdiction": "ES",
        "agreed": replace(agreed, **changes.pop("agreed", {})),
        "last": period,
        "next": next_year(period),
        "change": Change(),
        "ages": ("building_age",),
    }
    return Turn(**{**fields, **changes})


def compared(new: Plan, turn: Turn) -> Comparison:
    return compare_plans(Products().version("home", "1.0"), new, turn, levies())


def changes_of(comparison: Comparison) -> dict[str, str]:
    return {step.reason: str(step.change.amount) for step in comparison.steps}


def test_8_3_walk_of_the_facts() -> None:
    levels = ["416.00", "420.16", "396.82", "444.44", "435.55"]
    reasons = ["index", "age", "no-claims", "flood-zone", "base-rate"]
    stages = [
        Stage(reason=reason, words={}, net=eur(level))
        for reason, level in zip(reasons, levels, strict=True)
    ]

    steps = steps_of(eur("400.00"), eur("435.55"), stages)

    assert [str(step.change.amount) for step in steps] == [
        "16.00", "4.16", "-23.34", "47.62", "-8.89",
    ]  # fmt: skip
    assert [str(step.factor)[:6] for step in steps] == [
        "1.0400", "1.0100", "0.9444", "1.1200", "0.9799",
    ]  # fmt: skip
    assert sum((step.change for step in steps), eur("0.00")) == eur("35.55")


def test_8_3_shares_by_logarithm_do_not_depend_on_the_order() -> None:
    factors = [("a", Decimal("1.04")), ("b", Decimal("1.12")), ("c", Decimal("0.98"))]
    turned = [factors[1], factors[0], factors[2]]

    found = shares(eur("400.00"), eur("456.60"), factors)

    assert found == shares(eur("400.00"), eur("456.60"), turned)
    assert sum(found.values(), eur("0.00")) == eur("56.60")


def test_8_3_the_price_list_changes_factor_by_factor_and_the_house_grows_older() -> None:
    new = a_plan(
        ('rate = "0.60"', 'rate = "0.63"'),
        ('C = "1.12"', 'C = "1.20"'),
        ('yes = "0.93"', 'yes = "0.90"'),
    )

    found = compared(new, a_turn())

    # 200 x (0.95 x 1.12 x 0.93) = 197.90; at 21 the age no longer discounts
    assert (found.last.net, found.next.net) == (eur("197.90"), eur("222.48"))
    assert changes_of(found) == {
        "building_age": "10.42",
        "base_rates": "6.25",
        "flood_zone": "15.33",
        "alarm": "-7.42",
    }
    assert found.steps[0].words["en"] == "How many years old is the building? 20 → 21"
    assert found.steps[2].words["es"] == "Zona de inundación, en la nueva tarifa"
    assert found.next.agreed.answers["building_age"] == 21
    assert found.steps[-1].level == found.next.net


def test_8_3_enbp_somebody_new_pays_no_less_than_who_renews() -> None:
    new, turn = a_plan(('C = "1.12"', 'C = "1.30"')), a_turn(jurisdiction="UK")

    found = compared(new, turn)

    fresh = Asked(
        product="home",
        product_version="1.1",
        jurisdiction="UK",
        place=VALENCIA,
        starts_on=turn.next.starts_on,
        ends_on=turn.next.ends_on,
        time_zone="Europe/London",
        payment_mode=PaymentMode.YEARLY,
        answers={**ANSWERS, "building_age": 21},
        priced_on=turn.next.starts_on,
    )
    assert found.new_business == price(new, fresh, levies()).net
    assert found.next.net <= found.new_business


def test_8_3_last_year_stands_beside_it_with_its_changes_reckoned_for_a_whole_year() -> None:
    """Insured for more since autumn: last year is what that costs for a year (ICOBS 6.1.12A)."""
    found = compared(a_plan(version="1.0"), a_turn(answers={"contents_sum": "60000.00"}, ages=()))

    assert (found.last.net, found.next.net, found.rise) == (
        eur("237.48"), eur("237.48"), eur("0.00"),
    )  # fmt: skip
    assert changes_of(found) == {"unchanged": "0.00"}
    assert found.last.total == found.last.net + sum(
        (levy.amount for levy in found.last.levies), eur("0.00")
    )


def test_what_was_agreed_for_the_new_term_is_the_first_reason() -> None:
    found = compared(a_plan(version="1.0"), a_turn(change=Change(answers={"alarm": False})))

    assert list(changes_of(found)) == ["answers.alarm", "building_age"]
    assert found.changed == ()


def test_a_cover_the_product_takes_away_is_a_change_and_not_only_a_price() -> None:
    new = a_plan(('deductible = { amount = "1000" }', 'deductible = { amount = "2000" }'))

    found = compared(new, a_turn())

    assert found.changed == ("flood.deductible",)
    assert found.is_worse


def test_other_questions_make_one_step_of_the_price_list() -> None:
    question = '[[questions]]\nid = "pool"\ntype = "yes_no"\ndefault = false\n'
    words = 'text = { en = "A pool?", es = "¿Piscina?", zh = "泳池" }\n'
    new = a_plan(
        ('[[questions]]\nid = "deductible"', f'{question}{words}[[questions]]\nid = "deductible"'),
        ('rate = "0.60"', 'rate = "0.66"'),
    )

    assert list(changes_of(compared(new, a_turn(ages=())))) == ["price_list"]


@given(
    zone=st.sampled_from("ABCD"),
    age=st.integers(0, 120),
    contents=st.integers(0, 90_000),
    rate=st.integers(40, 90),
    factor=st.integers(80, 200),
    starts_on=st.dates(date(2026, 1, 1), date(2032, 12, 31)),
    mode=st.sampled_from(PaymentMode),
)
def test_no_rise_is_without_a_reason(**drawn: Any) -> None:
    """Whatever changes: the reasons add up to the cent, and the last level is the price."""
    new = a_plan(
        ('rate = "0.60"', f'rate = "0.{drawn["rate"]}"'),
        ('C = "1.12"', f'C = "{Decimal(drawn["factor"]) / 100:f}"'),
    )
    starts_on = drawn["starts_on"]
    period = Period(starts_on=starts_on, ends_on=a_year_after(starts_on), time_zone="Europe/Madrid")
    answers = {
        "flood_zone": drawn["zone"],
        "building_age": drawn["age"],
        "contents_sum": f"{drawn['contents']}.00",
    }

    found = compared(new, a_turn(period, answers=answers, agreed={"payment_mode": drawn["mode"]}))

    told = sum((step.change for step in found.steps), eur("0.00"))
    assert told == found.next.net - found.last.net
    assert found.steps[-1].level == found.next.net
    assert found.rise.amount == 0 or found.steps[0].reason != "unchanged"
