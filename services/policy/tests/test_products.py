"""Products, from outside: anybody may read what we sell, in three languages."""

from decimal import Decimal
from importlib.resources import files

import pytest

from chassis.testing import Stage
from contracts.insured import Language, Peril
from policy.examples import A_YEAR, usd
from policy.storage import Products

DEDUCTIBLES = [
    200, 500, 750, 1000, 1250, 1500, 2000, 3000, 4000, 5000, 10_000, 15_000, 20_000, 25_000, 50_000,
]  # fmt: skip


async def test_anybody_may_read_what_we_sell(stage: Stage) -> None:
    listed = await stage.http.get("/v1/products")
    read = await stage.http.get("/v1/products/flood-home")

    assert listed.status_code == read.status_code == 200
    assert listed.json() == {"items": [read.json()]}
    assert read.json()["version"] == "1.0"
    assert set(read.json()["names"]) == {"en", "es", "zh"}
    assert [clause["id"] for clause in read.json()["clauses"]] == [
        "FL-1", "FL-2", "FL-3", "FL-4", "FL-5",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "status"), [("moon-home", 404), ("..%2f..%2fetc", 404), ("Flood", 400)]
)
async def test_what_we_do_not_sell_is_not_found(stage: Stage, name: str, status: int) -> None:
    answer = await stage.http.get(f"/v1/products/{name}")

    assert answer.status_code == status


def test_every_product_speaks_every_language() -> None:
    for product in Products().all():
        assert set(product.names) == set(Language)
        for clause in product.clauses:
            assert set(clause.text) == set(Language)
            assert all(clause.text.values())


def test_every_product_has_one_clause_for_each_question_of_a_claim() -> None:
    for product in Products().all():
        assert [clause.about for clause in product.clauses] == [
            "insuring", "perils", "deductible", "limit", "period",
        ]  # fmt: skip
        assert len({clause.id for clause in product.clauses}) == len(product.clauses)


def test_the_flood_product_covers_flood_and_nothing_else() -> None:
    flood = Products().get("flood-home")

    assert set(flood.perils) == {
        Peril.TIDAL_WATER, Peril.RIVER_OVERFLOW, Peril.ALLUVIAL_FAN,
        Peril.RAINFALL, Peril.FLOOD_EROSION, Peril.OTHER_FLOOD,
    }  # fmt: skip
    assert flood.deductibles == [usd(amount) for amount in DEDUCTIBLES]


def test_choosing_to_bear_more_costs_less() -> None:
    flood = Products().get("flood-home")

    premiums = [
        flood.premium(sum_insured=usd(250_000), deductible=deductible, period=A_YEAR)
        for deductible in flood.deductibles
    ]

    assert premiums == sorted(premiums, reverse=True)
    assert len(set(premiums)) == len(premiums)


@pytest.mark.parametrize(
    ("sum_insured", "deductible", "premium"),
    [(250_000, 500, "1050.00"), (11_000, 500, "50.00"), (200_000, 1250, "804.72")],
)
def test_the_price_list_of_version_1_does_not_change(
    sum_insured: int, deductible: int, premium: str
) -> None:
    flood = Products().get("flood-home")

    assert flood.version == "1.0"
    assert flood.rate_per_thousand == Decimal("4.20")
    assert flood.premium(
        sum_insured=usd(sum_insured), deductible=usd(deductible), period=A_YEAR
    ) == usd(premium)


def test_a_file_is_named_for_the_product_and_version_in_it() -> None:
    names = {file.name for file in (files("policy") / "products").iterdir() if file.is_file()}

    assert names == {f"{product.id}-{product.version}.toml" for product in Products().all()}
