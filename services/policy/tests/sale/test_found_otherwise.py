"""A visit found otherwise than was answered: terms change, and the contract keeps the answer."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from chassis.money import Money
from chassis.testing import Stage
from contracts.policy import CounterOffered

FULL = {
    "INS-C1": 10, "INS-C2": 6, "INS-C3": 6, "INS-O1": 8, "INS-O2": 5, "INS-O3": 6, "INS-P1": 8,
    "INS-P2": 10, "INS-P3": 6, "INS-P4": 6, "INS-E1": 6, "INS-E2": 9, "INS-E3": 5, "INS-M1": 5,
    "INS-S1": 4,
}  # fmt: skip


async def visited(stage: Stage, counter: Any, **facts: Any) -> None:
    await counter.takes("home", {"business_use": True})
    await counter.applies()
    await counter.does("vera", "inspection", {"note": "Is it dry?"})
    plan = {"scheduled_for": "2026-03-03T09:00:00Z", "surveyor": "Iker"}
    await counter.does("vera", "inspection/schedule", plan)
    await stage.passes(timedelta(days=2))
    await stage.said()
    record = {
        "surveyor": "Iker", "persons_met": "María", "visited_at": "2026-03-03T09:00:00Z",
        "points": FULL, "facts": facts,
    }  # fmt: skip
    await counter.does("vera", "inspection/record", record)


def net(counter: Any, nth: int = -1) -> Decimal:
    return Decimal(counter.shown["proposals"][nth]["net"]["amount"])


async def clears_all(counter: Any) -> None:
    for one in counter.shown["rules"]:
        if one["outcome"] in {"refer", "decline"} and one["cleared_at"] is None:
            await counter.does("vera", f"referral/rules/{one['rule_id']}", {"note": "Seen."})


async def test_a_worse_zone_is_another_price_that_the_customer_agrees_to_first(
    stage: Stage, counter: Any
) -> None:
    await visited(stage, counter, flood_zone="D", flood_defence=True)

    [told] = [one for one in await stage.said() if isinstance(one, CounterOffered)]
    assert net(counter) > net(counter, 0)
    assert counter.shown["proposals"][-1]["offer"]["answers"]["flood_zone"] == "D"
    assert told.total == _money(counter.shown["proposals"][-1]["total"])
    assert told.words.startswith("Hemos comprobado")
    assert counter.shown["next"]["who"] == "customer"
    await clears_all(counter)
    refused = await counter.does("vera", "acceptance", status=409)
    assert refused["code"] == "still-open"
    assert "found_otherwise" in [one["what"] for one in counter.shown["steps"]]

    await counter.does("maria", "agreement")
    await counter.hands_in()
    await clears_all(counter)
    await counter.does("vera", "acceptance")
    await counter.pays()
    await counter.signs()
    await counter.reviews()
    made = await contract(stage, counter)
    assert made["terms"]["answers"]["flood_zone"] == "D"
    assert made["terms"]["answers"]["flood_defence"] is True
    assert Decimal(made["premium"]["amount"]) == net(counter)


async def test_the_old_answer_does_not_come_back_by_a_counter_offer(
    stage: Stage, counter: Any
) -> None:
    await visited(stage, counter, flood_return_years=20, flood_defence=True)
    body = {"offer": counter.on_the_table(answers={"flood_zone": "C"}), "words": "As before."}

    for who in ("maria", "ana"):
        refused = await counter.does(who, "counter-offers", body, status=422)
        assert refused["code"] == "found-otherwise"
        assert refused["errors"][0]["pointer"] == "/offer/answers/flood_zone"


async def test_what_is_as_it_was_answered_changes_nothing(stage: Stage, counter: Any) -> None:
    await visited(stage, counter, flood_zone="C")

    assert len(counter.shown["proposals"]) == 1
    assert counter.shown["proposals"][0]["agreed_at"] is not None


async def test_what_has_no_price_waits_for_somebody_senior(stage: Stage, counter: Any) -> None:
    await visited(stage, counter, building_sum=1000, contents_sum=0)

    assert len(counter.shown["proposals"]) == 1
    [found] = [one for one in counter.shown["rules"] if one["rule_id"] == "SAID-FOUND"]
    assert found["outcome"] == "decline"
    assert (await counter.does("vera", "acceptance", status=409))["code"] == "still-open"
    note = {"note": "Never mind."}
    denied = await counter.does("vera", "referral/rules/SAID-FOUND", note, status=403)
    assert denied["code"] == "beyond-authority"


async def contract(stage: Stage, counter: Any) -> Any:
    one = f"/v1/policies/{counter.shown['policy_id']}"
    return (await stage.http.get(one, headers=counter.who["maria"])).json()


def _money(shown: Any) -> Any:
    return Money(Decimal(shown["amount"]), shown["currency"])
