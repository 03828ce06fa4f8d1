"""Plans: read with suspicion, filtered and compared by anybody, reopened at their version."""

from datetime import date
from importlib.resources import files

import pytest
from pydantic import TypeAdapter

from chassis.money import Money
from chassis.testing import Stage
from contracts.insured import Language
from policy.domain.offer import PaymentMode
from policy.domain.pricing.levies import LevyBook
from policy.domain.pricing.rating import price
from policy.domain.pricing.steps import Asked
from policy.domain.products import BadPlan, Status
from policy.examples import A_YEAR, HARBOUR_STREET, usd
from policy.storage import Products, levies
from policy.storage.plans import plan_of, read
from policy.storage.products import UnknownProduct

SIX = ["home", "motor", "term-life", "health", "travel", "small-business"]
HOME = (files("policy") / "products" / "home" / "1.0.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("line=motor", ["motor"]),
        ("jurisdiction=US", ["flood-home"]),
        ("jurisdiction=CN", ["health", "home", "small-business", "term-life", "travel"]),
        ("peril=theft", ["home", "motor", "small-business", "travel"]),
        ("peril=theft&jurisdiction=UK&line=home", ["home"]),
        ("peril=earth_movement", []),
    ],
)
async def test_products_are_found_by_line_law_and_peril(
    stage: Stage, query: str, found: list[str]
) -> None:
    answer = await stage.http.get(f"/v1/products?{query}")

    assert [item["id"] for item in answer.json()["items"]] == found


async def test_the_list_comes_in_pages(stage: Stage) -> None:
    first = (await stage.http.get("/v1/products?limit=4")).json()
    second = (await stage.http.get(f"/v1/products?limit=4&after={first['next']}")).json()

    ids = [item["id"] for item in first["items"] + second["items"]]
    assert ids == sorted([*SIX, "flood-home"])
    assert second["next"] is None


@pytest.mark.parametrize("query", ["line=boat", "jurisdiction=es", "peril=boredom", "after=x"])
async def test_a_bad_question_is_refused(stage: Stage, query: str) -> None:
    assert (await stage.http.get(f"/v1/products?{query}")).status_code == 400


async def test_products_stand_side_by_side(stage: Stage) -> None:
    answer = await stage.http.get("/v1/products/compare?ids=home,travel")

    assert answer.status_code == 200, answer.text
    home, travel = answer.json()["products"]
    assert home["covers"]["flood"]["deductible"]["amount"] == "1000"
    assert home["covers"]["flood"]["waiting"]["days"] == 7
    assert travel["covers"]["flood"] is None
    assert home["covers"]["theft"]["exclusions"] == ["HOME-3.1", "HOME-3.2", "HOME-3.3", "HOME-3.4"]
    assert home["price"][0]["rate"] == "0.60"


@pytest.mark.parametrize(
    ("ids", "status"),
    [("home", 400), ("home,home", 400), ("home,moon", 404), ("a,b,c,d", 400)],
)
async def test_two_or_three_are_compared(stage: Stage, ids: str, status: int) -> None:
    assert (await stage.http.get(f"/v1/products/compare?ids={ids}")).status_code == status


async def test_a_version_is_read_whatever_became_of_it(stage: Stage) -> None:
    there = await stage.http.get("/v1/products/home?version=1.0")
    nowhere = await stage.http.get("/v1/products/home?version=9.9")

    assert (there.status_code, there.json()["grade"]) == (200, "C")
    assert nowhere.status_code == 404


def test_a_plan_is_draft_then_active_then_withdrawn() -> None:
    text = HOME.replace(
        "active_from = 2026-01-01", "active_from = 2026-01-01\nwithdrawn_from = 2027-01-01"
    )
    plan = plan_of(text, "home/1.0.toml")

    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]
    assert [plan.status(day) for day in days] == [
        Status.DRAFT, Status.ACTIVE, Status.ACTIVE, Status.WITHDRAWN,
    ]  # fmt: skip


def test_what_is_not_sold_yet_is_not_quoted() -> None:
    with pytest.raises(UnknownProduct):
        Products().plan("home", on=date(2025, 12, 31))


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('minimum = "60"', "minimum = 60.0", "tariff.minimum"),
        ('minimum = "60"', "", "tariff.minimum"),
        ('minimum = "60"', 'minimum = "60"\nmaximum = "90"', "tariff.maximum"),
        ('remainder = "first"', 'remainder = "last"', "tariff.remainder"),
        ('perils = ["storm"]', 'perils = ["boredom"]', "covers.2.perils.0"),
        ('part = "home"\nshare = "0.30"', 'part = "house"\nshare = "0.30"', "covers.fire.part"),
        ('share = "0.30"', 'share = "0"', "covers.fire.share"),
        ('A = "0.95", B', 'E = "0.95", B', "tariff.factors.flood_zone.table"),
        ("least = 21, below = 41", "least = 22, below = 41", "tariff.factors.building_age.bands"),
        ('of = ["building_sum"], per', 'of = ["house_sum"], per', "tariff.parts.home.building.of"),
        ('clause = "HOME-3.2"\ncovers = ["water_leak"', 'clause = "HOME-3.2"\ncovers = ["leak"',
         "exclusions.HOME-3.2.covers"),
        ('id = "second_home"\ntype', 'id = "alarm"\ntype', "questions.alarm"),
        ('es = "Hogar", zh', "zh", "product.names.es"),
        ('es = "Hogar", zh', 'es = "", zh', "product.names.es"),
    ],
)  # fmt: skip
def test_a_broken_file_is_refused_naming_file_and_key(old: str, new: str, key: str) -> None:
    assert old in HOME

    with pytest.raises(BadPlan) as refused:
        plan_of(HOME.replace(old, new, 1), "home/1.0.toml")

    assert str(refused.value).startswith(f"home/1.0.toml: {key}:")


def test_broken_toml_and_a_broken_levy_are_refused_too() -> None:
    with pytest.raises(BadPlan, match=r"^home/1\.0\.toml: "):
        plan_of("[product", "home/1.0.toml")
    with pytest.raises(BadPlan, match=r"^levies\.toml: text_date: "):
        read(TypeAdapter(LevyBook), "levies = []\nexemptions = []", "levies.toml")


@pytest.mark.parametrize("product", SIX)
def test_each_product_is_whole(product: str) -> None:
    plan = Products().version(product, "1.0")

    assert (plan.product.grade, plan.product.source) == ("C", "ours")
    assert [level.level for level in plan.authority] == ["L0", "L1", "L2", "L3"]
    assert plan.exclusions
    assert plan.eligibility
    for question in plan.questions:
        for language in Language:
            assert question.text.said(language)


@pytest.mark.parametrize(("insured", "deductible"), [(100_000, 1000), (250_000, 500), (9_000, 500)])
def test_the_simple_product_costs_the_same_either_way(insured: int, deductible: int) -> None:
    simple, plan = Products().get("flood-home"), Products().version("flood-home", "1.0")
    asked = Asked(
        product="flood-home",
        product_version="1.0",
        jurisdiction="US",
        place=HARBOUR_STREET,
        starts_on=A_YEAR.starts_on,
        ends_on=A_YEAR.ends_on,
        time_zone=A_YEAR.time_zone,
        payment_mode=PaymentMode.YEARLY,
        answers={"sum_insured": f"{insured}.00", "deductible": str(deductible)},
        priced_on=date(2026, 3, 2),
    )

    found = price(plan, asked, levies())

    premium = simple.premium(sum_insured=usd(insured), deductible=usd(deductible), period=A_YEAR)
    assert found.net == found.total == premium
    assert found.covers[0].limit == Money(usd(insured).amount, "USD")
