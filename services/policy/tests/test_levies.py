"""The cases of taxes and levies, each by its id; and the golden prices of three products."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from chassis.errors import Refusal
from chassis.money import Money
from contracts.insured import Address, Language
from policy.domain.offer import PaymentMode
from policy.domain.pricing.explaining import sentences
from policy.domain.pricing.levies import (
    LevyRule,
    by_instalment,
    on_premium,
    on_sums,
    refunded,
    within,
)
from policy.domain.pricing.rating import price
from policy.domain.pricing.steps import Asked, Did, Priced
from policy.storage import Products, levies

DAY = date(2026, 3, 2)
VALENCIA = Address(line="Calle del Mar 1", city="Valencia", postal_code="46001", country="ES")
HOME = {
    "building_sum": "200000.00",
    "contents_sum": "40000.00",
    "construction": "masonry",
    "building_age": 25,
    "flood_zone": "C",
    "alarm": True,
    "claims": 1,
}
MOTOR = {
    "vehicle_value": "15000.00",
    "driver_age": 23,
    "licence_years": 1,
    "kilometres": 6000,
    "garage": True,
    "bonus": "B80",
}
TRAVEL = {"destination": "europe", "to_70": 1, "from_71": 1, "trip_price": "0.00"}
LIFE = {"sum_insured": "100000.00", "age": 40, "term_years": 20, "smoker": False}
HEALTH = {"age": 30, "resident": True}
BUSINESS = {
    "occupancy": "shop",
    "staff": 4,
    "building_sum": "300000.00",
    "contents_sum": "50000.00",
    "stock_sum": "30000.00",
    "gross_profit": "120000.00",
    "claims": 0,
}
ALL = {
    "home": HOME,
    "motor": MOTOR,
    "travel": TRAVEL,
    "term-life": LIFE,
    "health": HEALTH,
    "small-business": BUSINESS,
}


def money(amount: str | int, currency: str = "EUR") -> Money:
    return Money(Decimal(amount).quantize(Decimal("0.01")), currency)


def rule(levy: str, line: str, jurisdiction: str = "ES", kind: str | None = None) -> LevyRule:
    [found] = [
        one
        for one in levies().rules(jurisdiction, line, DAY)
        if one.id == levy and (kind is None or kind in one.kinds)
    ]
    return found


def asked(product: str, answers: Any, jurisdiction: str = "ES", **changes: Any) -> Asked:
    return replace(
        Asked(
            product=product,
            product_version="1.0",
            jurisdiction=jurisdiction,
            place=VALENCIA,
            starts_on=date(2026, 4, 1),
            ends_on=date(2027, 4, 1),
            time_zone="Europe/Madrid",
            payment_mode=PaymentMode.YEARLY,
            answers=answers,
            priced_on=DAY,
        ),
        **changes,
    )


def priced(product: str, answers: Any, jurisdiction: str = "ES", **changes: Any) -> Priced:
    plan = Products().version(product, "1.0")
    return price(plan, asked(product, answers, jurisdiction, **changes), levies())


def test_t_01_spain_home() -> None:
    net = money(300)
    ips = on_premium(rule("ES-IPS", "home"), net)
    ccs = on_sums(rule("ES-CCS", "home"), money(240_000), days=365, term=365)
    clea = on_premium(rule("ES-CLEA", "home"), net)

    assert [one.amount for one in (ips, ccs, clea)] == [money(24), money("16.80"), money("0.45")]
    assert sum((one.amount for one in (ips, ccs, clea)), net) == money("341.25")


def test_t_02_spain_monthly() -> None:
    clea = on_premium(rule("ES-CLEA", "home"), money(300), PaymentMode.MONTHLY)

    assert clea.amount == money("0.47")


def test_t_03_spain_health() -> None:
    found = priced("health", HEALTH)
    clea = on_premium(rule("ES-CLEA", "health"), money(900))

    assert clea.amount == money("1.35")
    assert [levy.id for levy in found.levies] == ["ES-CLEA"]
    assert found.exempt == {"ES-IPS": "Ley 13/1996 art. 12.Cinco.1"}


def test_t_04_united_kingdom_home() -> None:
    tax = on_premium(rule("UK-IPT", "home", "UK"), money(250, "GBP"))

    assert tax.amount == money(30, "GBP")
    assert within(money(280, "GBP"), Decimal("0.12")) == money(30, "GBP")


def test_t_05_united_kingdom_travel() -> None:
    tax = within(money(120, "GBP"), rule("UK-IPT", "travel", "UK").rate)

    assert (tax, money(120, "GBP") - tax) == (money(20, "GBP"), money(100, "GBP"))


def test_t_06_united_kingdom_awkward_gross() -> None:
    tax = within(money("99.99", "GBP"), Decimal("0.12"))

    assert (tax, money("99.99", "GBP") - tax) == (money("10.71", "GBP"), money("89.28", "GBP"))


@pytest.mark.parametrize(
    ("case", "levy", "line", "net", "tax"),
    [
        ("T-07", "DE-VERSST-BUILDING", "home", "400.00", "65.36"),
        ("T-08", "DE-VERSST-CONTENTS", "home", "120.00", "19.38"),
        ("T-09", "DE-VERSST-FIRE", "fire", "1000.00", "132.00"),
        ("T-10", "DE-VERSST", "motor", "523.45", "99.46"),
    ],
)
def test_t_07_to_t_10_germany(case: str, levy: str, line: str, net: str, tax: str) -> None:
    assert on_premium(rule(levy, line, "DE"), money(net)).amount == money(tax), case


def test_t_11_china() -> None:
    vat = within(money(1_060, "CNY"), rule("CN-VAT", "home", "CN").rate)

    assert (vat, money(1_060, "CNY") - vat) == (money(60, "CNY"), money(1_000, "CNY"))


def test_t_12_tax_is_given_back_at_the_rate_it_was_charged_at() -> None:
    levy = on_premium(rule("UK-IPT", "home", "UK"), money(250, "GBP"))
    back = money(100, "GBP")  # 146 of 365 days are left

    assert refunded(levy, back) == money(12, "GBP")


def test_t_13_each_instalment_carries_the_rate_of_its_day() -> None:
    levy = on_premium(replace(rule("ES-IPS", "home"), rate=Decimal("0.10")), money(200))

    whole, parts = by_instalment(levy, [money(100), money(100)], [Decimal("0.10"), Decimal("0.12")])

    assert [money(100) + part for part in parts] == [money(110), money(112)]
    assert whole.amount == money(22)
    assert refunded(levy, money(100)) == money(10)


def test_the_golden_price_of_home() -> None:
    found = priced("home", HOME)

    assert found.net == money("208.32")
    assert [levy.amount for levy in found.levies] == [
        money("16.67"), money("16.80"), money("0.31"),
    ]  # fmt: skip
    assert found.total == money("242.10")


def test_the_golden_price_of_motor() -> None:
    found = priced("motor", MOTOR)

    parts = [step.result for step in found.steps if step.did is Did.ROUND]
    assert parts == [Decimal("377.34"), Decimal("444.72")]
    assert found.net == money("822.06")


def test_the_golden_price_of_travel() -> None:
    found = priced("travel", TRAVEL, "UK", ends_on=date(2026, 4, 11))

    assert (found.net, found.total) == (money("60.80", "GBP"), money("72.96", "GBP"))


def everything_sold() -> list[tuple[str, str, PaymentMode]]:
    plans = [Products().version(product, "1.0") for product in ALL]
    return [
        (plan.id, market.id, mode)
        for plan in plans
        for market in plan.markets
        for mode in plan.tariff.surcharges
    ]


@pytest.mark.parametrize(("product", "jurisdiction", "mode"), everything_sold())
def test_whatever_is_sold_adds_up_everywhere(
    product: str, jurisdiction: str, mode: PaymentMode
) -> None:
    plan = Products().version(product, "1.0")
    until = {"ends_on": date(2026, 4, 11)} if product == "travel" else {}
    scale = plan.market(jurisdiction).scale
    answers = {
        name: f"{Decimal(value) * scale:.2f}" if name in plan.amounts else value
        for name, value in ALL[product].items()
    }

    found = priced(product, answers, jurisdiction, payment_mode=mode, **until)

    zero = Money.zero(found.currency)
    assert sum((cover.premium for cover in found.covers), found.surcharge) == found.net
    assert sum((levy.amount for levy in found.levies), found.net) == found.total
    assert sum((one.total for one in found.instalments), zero) == found.total
    assert found.steps[-1].result == found.total.amount
    for language in Language:
        told = sentences(plan, found, levies(), language)
        assert len(told) == len(found.steps)
        assert all(told)


def test_a_short_period_costs_its_days_but_never_less_than_the_minimum() -> None:
    half = priced("home", HOME, ends_on=date(2026, 10, 1))
    short = priced("home", HOME, ends_on=date(2026, 4, 2))

    assert half.net == money("104.45")  # 208.32 x 183 / 365
    assert short.net == money(60)
    assert [step.did for step in short.steps].count(Did.MINIMUM) == 1


def test_discounts_stop_at_the_clamp() -> None:
    cheap = {**HOME, "building_age": 5, "flood_zone": "A", "claims": 0, "deductible": "500"}

    [clamp] = [step for step in priced("home", cheap).steps if step.did is Did.CLAMP]

    assert (clamp.by, clamp.result) == (Decimal("0.70"), Decimal("140.0000"))


def test_a_young_driver_bears_more() -> None:
    covers = {cover.id: cover for cover in priced("motor", {**MOTOR, "driver_age": 20}).covers}

    assert covers["own_damage"].deductible == money(1_400)


def test_liability_alone_is_sold() -> None:
    found = priced("motor", {**MOTOR, "own_damage": False})

    assert [cover.id for cover in found.covers] == ["liability", "driver_accident", "roadside"]
    assert found.net == money("377.34")


def test_a_fixed_amount_follows_the_market_and_a_rate_does_not() -> None:
    answers = {**HOME, "building_sum": "1600000.00", "contents_sum": "320000.00"}
    found = priced("home", answers, "CN")
    covers = {cover.id: cover for cover in found.covers}

    assert found.net == money("1666.56", "CNY")  # 208.32 x 8
    assert covers["flood"].deductible == money(8_000, "CNY")
    assert covers["liability"].limit == money(2_400_000, "CNY")


def test_maternity_waits_eight_months() -> None:
    covers = {cover.id: cover for cover in priced("health", HEALTH).covers}

    assert covers["maternity"].waiting_days == 244  # to 1 December
    assert found_rate("health", HEALTH) == Decimal(600)  # halfway between 480 and 720


def found_rate(product: str, answers: Any) -> Decimal:
    return next(step.result for step in priced(product, answers).steps)


@pytest.mark.parametrize(
    ("product", "answers", "changes", "field"),
    [
        ("motor", {**MOTOR, "use": "hire"}, {}, "/answers/use"),
        ("motor", {**MOTOR, "driver_age": 17}, {}, "/answers/driver_age"),
        ("term-life", {**LIFE, "age": 60}, {}, "/answers/age"),
        ("health", {**HEALTH, "resident": False}, {}, "/answers/resident"),
        ("travel", TRAVEL, {"ends_on": date(2026, 5, 3)}, "/ends_on"),
        ("travel", {**TRAVEL, "to_70": 0, "from_71": 0}, {}, "/answers/to_70"),
        ("small-business", {**BUSINESS, "occupancy": "explosives"}, {}, "/answers/occupancy"),
    ],
)
def test_what_a_product_is_not_for_is_refused(
    product: str, answers: Any, changes: Any, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        priced(product, answers, **changes)

    assert refused.value.field == field


def test_every_levy_says_where_it_comes_from() -> None:
    for one in levies().levies:
        assert one.source
        assert one.grade in {"A", "B"}, one.id
