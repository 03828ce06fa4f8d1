"""A change of price is measured against what is offered, not against what was answered."""

from decimal import Decimal
from typing import Any

import pytest

from chassis.testing import Stage
from contracts.roles import Role
from policy.examples import MARIA
from policy.examples.selling import an_authority, an_offer_as_sent


async def decided(stage: Stage, counter: Any) -> int:
    """Vera proposes it, Sol may not, the committee accepts: the level that it needed."""
    await stage.given(an_authority("sol", 2), an_authority("cora", 3))
    for name in ("sol", "cora"):
        counter.who[name] = stage.as_(Role.UNDERWRITER, subject=name)
    await counter.does("vera", "acceptance")
    assert counter.shown["status"] == "underwriting"
    refused = await counter.does("sol", "acceptance", status=403)
    assert refused["code"] == "beyond-authority"
    await counter.does("cora", "acceptance")
    needed: int = counter.shown["acceptance"]["needed"]
    return needed


def five_times(cover: Any) -> Any:
    limit = cover["limit"]
    return {**cover, "limit": {**limit, "amount": str(Decimal(limit["amount"]) * 5)}}


def nothing_kept(cover: Any) -> Any:
    return {**cover, "deductible": {**cover["deductible"], "amount": "0.00"}}


def later(cover: Any) -> Any:
    return {**cover, "waiting_days": cover["waiting_days"] + 1}


@pytest.mark.parametrize("change", [five_times, nothing_kept, later])
async def test_other_terms_at_the_price_of_the_answers_are_for_the_committee(
    stage: Stage, counter: Any, change: Any
) -> None:
    await counter.takes("home", {"building_sum": "20000.00", "contents_sum": "4000.00"})
    covers = [change(cover) for cover in counter.shown["proposals"][0]["offer"]["covers"]]
    offer = counter.on_the_table(covers=covers)
    await counter.does("ana", "counter-offers", {"offer": offer, "words": "More for as much."})
    await counter.does("maria", "agreement")
    await counter.applies()
    for rule in [one["rule_id"] for one in counter.shown["rules"] if one["outcome"] != "accept"]:
        await counter.does("vera", f"referral/rules/{rule}", {"note": "Looked at."})

    assert await decided(stage, counter) == 3


async def test_a_cover_more_is_for_the_committee(stage: Stage, counter: Any) -> None:
    offer = an_offer_as_sent()
    [flood] = offer["covers"]
    nearly_nothing = {"amount": "0.01", "currency": "USD"}
    offer["covers"] = [
        {**flood, "premium": nearly_nothing},
        {**flood, "id": "dummy", "limit": nearly_nothing, "premium": nearly_nothing},
    ]
    made = await stage.http.post(
        "/v1/applications",
        json={"customer_id": str(MARIA), "offer": offer},
        headers={**counter.who["ana"], **stage.key()},
    )
    await counter.reads(made.json()["id"])
    await counter.does("maria", "agreement")
    await counter.applies()

    assert await decided(stage, counter) == 3


async def test_a_discount_alone_stays_with_who_may_give_it(counter: Any) -> None:
    await counter.takes("home")
    covers = counter.shown["proposals"][0]["offer"]["covers"]
    dearest = max(covers, key=lambda cover: Decimal(cover["premium"]["amount"]))
    premium = str(Decimal(dearest["premium"]["amount"]) - 1)
    cheaper = {**dearest, "premium": {**dearest["premium"], "amount": premium}}
    covers = [cheaper if one is dearest else one for one in covers]
    offer = counter.on_the_table(covers=covers)
    await counter.does("ana", "counter-offers", {"offer": offer, "words": "One euro less."})
    await counter.does("maria", "agreement")
    await counter.applies()

    await counter.does("vera", "acceptance")

    assert (counter.shown["status"], counter.shown["acceptance"]["needed"]) == ("accepted", 1)
