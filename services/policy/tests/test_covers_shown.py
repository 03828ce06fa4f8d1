"""A contract shows each of its covers on its own terms, by name; one figure only for one cover."""

from datetime import datetime
from typing import Any

import pytest
from arranged.homes import a_home

from chassis.testing import Stage
from contracts.roles import Role
from policy.examples import MARIA, a_customer, a_policy, an_agreement


async def a_flood_contract(stage: Stage) -> str:
    """María's house in Galveston: one cover."""
    await stage.given(a_customer())
    answer = await stage.http.post(
        "/v1/policies", json=an_agreement(), headers={**stage.as_(Role.AGENT), **stage.key()}
    )
    only = answer.json()["covers"][0]
    assert (answer.json()["sum_insured"], answer.json()["deductible"]) == (
        only["limit"],
        only["deductible"],
    )
    return str(answer.json()["id"])


async def read(stage: Stage, policy: str, language: str | None = None, **query: str) -> Any:
    spoken = {} if language is None else {"Accept-Language": language}
    return await stage.http.get(
        f"/v1/policies/{policy}",
        params=query,
        headers={**stage.as_(Role.CUSTOMER, customer_id=MARIA), **spoken},
    )


async def endorsed(stage: Stage, policy: str, amount: str, day: str) -> None:
    agent = stage.as_(Role.AGENT)
    cover = {"id": "flood", "limit": {"amount": amount, "currency": "USD"}}
    asked = await stage.http.post(
        f"/v1/policies/{policy}/endorsements",
        json={"effective_on": day, "change": {"covers": [cover]}, "reason": "Built on."},
        headers={**agent, **stage.key()},
    )
    done = await stage.http.put(
        f"/v1/policies/{policy}/endorsements/{asked.json()['id']}/acceptance",
        headers={**agent, "If-Match": '"1"'},
    )
    assert done.status_code == 200, done.text


@pytest.mark.parametrize(
    ("asked", "language", "theft"),
    [
        (None, "en", "Theft"),
        ("es-ES,es;q=0.9", "es", "Robo"),
        ("fr, zh-Hans;q=0.4, en;q=0.2", "zh", "盗窃"),
        ("en;q=0, es;q=nonsense, ;;=,", "en", "Theft"),
    ],
)
async def test_a_contract_of_several_covers_shows_each_by_its_name(
    stage: Stage, asked: str | None, language: str, theft: str
) -> None:
    policy = await a_home(stage)

    answer = await read(stage, policy, asked)

    shown = answer.json()
    covers = {one["id"]: one for one in shown["covers"]}
    assert (answer.headers["Content-Language"], answer.headers["Vary"]) == (
        language,
        "Accept-Language",
    )
    assert covers["theft"]["name"] == theft
    assert set(covers) > {"fire", "storm", "theft"}
    assert {"perils", "limit", "deductible", "waiting_days", "premium"} < set(covers["fire"])
    assert (shown["sum_insured"], shown["deductible"]) == (None, None)


async def test_a_list_shows_them_too(stage: Stage) -> None:
    home = await a_home(stage)

    answer = await stage.http.get(
        "/v1/policies",
        headers={**stage.as_(Role.CUSTOMER, customer_id=MARIA), "Accept-Language": "es"},
    )

    [listed] = answer.json()["items"]
    assert listed["covers"] == (await read(stage, home, "es")).json()["covers"]
    assert listed["sum_insured"] is None


async def test_the_one_sum_insured_is_that_of_the_day(stage: Stage) -> None:
    policy = await a_flood_contract(stage)
    await endorsed(stage, policy, "150000.00", "2026-10-01")

    async def sums(**query: str) -> tuple[str, str]:
        shown = (await read(stage, policy, **query)).json()
        return shown["sum_insured"]["amount"], shown["covers"][0]["limit"]["amount"]

    assert await sums() == ("100000.00", "100000.00")
    assert await sums(at="2026-10-02T12:00:00Z") == ("150000.00", "150000.00")
    assert await sums(at="2029-01-01T12:00:00Z") == ("150000.00", "150000.00")
    before = datetime.fromisoformat("2026-10-02T10:00:00+00:00") - stage.clock.now()
    await stage.passes(before)
    assert await sums() == ("150000.00", "150000.00")
    listed = await stage.http.get("/v1/policies", headers=stage.as_(Role.AGENT))
    assert listed.json()["items"][0]["sum_insured"]["amount"] == "150000.00"


async def test_what_would_have_come_after_an_early_end_is_not_shown(stage: Stage) -> None:
    policy = await a_flood_contract(stage)
    await endorsed(stage, policy, "150000.00", "2026-10-01")
    ended = await stage.http.put(
        f"/v1/policies/{policy}/cancellation",
        json={"ends_on": "2026-06-01", "reason": "Sold."},
        headers={**stage.as_(Role.CUSTOMER, customer_id=MARIA), "If-Match": '"2"'},
    )
    assert ended.status_code == 200, ended.text

    shown = (await read(stage, policy, at="2026-11-01T12:00:00Z")).json()

    assert (shown["cover"], shown["sum_insured"]["amount"]) == ("over", "100000.00")


async def test_a_contract_of_a_version_nobody_knows_any_more_shows_ids(stage: Stage) -> None:
    policy = a_policy()
    policy.product_version = "0.1"
    await stage.given(a_customer(), policy)

    shown = (await read(stage, str(policy.id), "es")).json()

    assert [(one["id"], one["name"]) for one in shown["covers"]] == [("flood", "flood")]
