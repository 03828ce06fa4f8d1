"""The wording of all that we sell is public: read before anything is bought, in any language."""

import pytest

from chassis.testing import Stage
from contracts.insured import Language

SOLD = ["flood-home", "health", "home", "motor", "small-business", "term-life", "travel"]


@pytest.mark.parametrize("product", SOLD)
async def test_a_product_shows_every_clause_of_its_wording(stage: Stage, product: str) -> None:
    read = (await stage.http.get(f"/v1/products/{product}")).json()

    assert len(read["clauses"]) >= 5
    assert all(set(one["text"]) == set(Language) for one in read["clauses"])
    assert [one for one in read["clauses"] if "{" in str(list(one["text"].values()))] == []
    assert {one["clause"] for one in read["exclusions"]} <= {one["id"] for one in read["clauses"]}


@pytest.mark.parametrize("product", SOLD)
async def test_every_exclusion_that_is_named_can_be_opened(stage: Stage, product: str) -> None:
    other = "home" if product == "travel" else "travel"
    compared = await stage.http.get("/v1/products/compare", params={"ids": f"{product},{other}"})
    named = {
        clause
        for cover in compared.json()["products"][0]["covers"].values()
        for clause in (cover or {"exclusions": []})["exclusions"]
    }

    for clause in named:
        opened = await stage.http.get(
            f"/v1/products/{product}/clauses/{clause}", headers={"Accept-Language": "zh"}
        )
        assert opened.status_code == 200, opened.text
        assert opened.json()["id"] == clause
        assert opened.json()["language"] == "zh"


async def test_a_wording_comes_in_pages(stage: Stage) -> None:
    whole = (await stage.http.get("/v1/products/home")).json()["clauses"]

    found, after = list[str](), None
    while after is not None or not found:
        params = {"limit": "7"} | ({"after": after} if after else {})
        page = (await stage.http.get("/v1/products/home/clauses", params=params)).json()
        found += [one["id"] for one in page["items"]]
        after = page["next"]

    assert found == [one["id"] for one in whole]


IN_MONEY = {
    ("ES", "es"): "Usted paga los primeros 250 EUR de cada suceso. "
    "La responsabilidad civil no tiene franquicia.",
    ("UK", "en"): "You pay the first GBP 250 of each event. Liability has no deductible.",
    ("CN", "zh"): "每次事故您自付CNY 2,000；责任险没有免赔额。",
}


@pytest.mark.parametrize(("market", "language"), IN_MONEY)
async def test_amounts_stand_in_the_money_of_the_market(
    stage: Stage, market: str, language: str
) -> None:
    read = await stage.http.get(
        "/v1/products/home/clauses/HOME-4.1",
        params={"jurisdiction": market},
        headers={"Accept-Language": language},
    )

    assert read.json()["text"] == IN_MONEY[market, language]


@pytest.mark.parametrize("clause", ["HOME-9.9", "MOT-1.1"])
async def test_a_clause_of_another_wording_is_not_found(stage: Stage, clause: str) -> None:
    answer = await stage.http.get(f"/v1/products/home/clauses/{clause}")

    assert answer.status_code == 404
