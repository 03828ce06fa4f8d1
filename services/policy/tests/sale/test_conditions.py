"""Conditions of our acceptance: each has its own id, and what comes first is met before two."""

from datetime import timedelta
from typing import Any

import pytest

from chassis.testing import Stage
from contracts.roles import Role
from policy.examples.papers import handed_in

NOTE = {"note": "Photo of the barrier."}
FULL = {
    "INS-C1": 10, "INS-C2": 6, "INS-C3": 6, "INS-O1": 8, "INS-O2": 5, "INS-O3": 6, "INS-P1": 8,
    "INS-P2": 10, "INS-P3": 6, "INS-P4": 6, "INS-E1": 6, "INS-E2": 9, "INS-E3": 5, "INS-M1": 5,
    "INS-S1": 4,
}  # fmt: skip


def condition(**changes: Any) -> dict[str, Any]:
    words = {"en": "Fit a barrier.", "es": "Ponga una barrera.", "zh": "请安装挡水板。"}
    return {"id": "C-1", "kind": "repair", "words": words, "precedent": True, **changes}


async def wanted_first(counter: Any, *conditions: dict[str, Any]) -> None:
    """A home with business in it; Vera wants something done first."""
    await counter.takes("home", {"business_use": True})
    await counter.applies()
    for one in conditions or (condition(),):
        await counter.does("vera", "conditions", one)


async def accepted(counter: Any) -> None:
    await counter.does("vera", "referral/rules/UW-HOME-09", {"note": "An office."})
    await counter.does("vera", "acceptance")
    await counter.does("maria", "agreement")


def open_conditions(counter: Any) -> list[str]:
    found: list[str] = counter.shown["next"]["open_conditions"]
    return found


async def test_a_second_condition_of_the_same_id_is_refused(counter: Any) -> None:
    await wanted_first(counter)

    refused = await counter.does("vera", "conditions", condition(precedent=False), status=409)

    assert (refused["code"], refused["errors"][0]["pointer"]) == ("condition-known", "/id")
    assert [one["precedent"] for one in counter.shown["requirements"]] == [True]


async def test_two_findings_of_one_visit_have_their_own_ids(stage: Stage, counter: Any) -> None:
    await wanted_first(counter)
    await counter.does("vera", "inspection", {"note": "Let us see."})
    plan = {"scheduled_for": "2026-03-03T09:00:00Z", "surveyor": "Iker"}
    await counter.does("vera", "inspection/schedule", plan)
    await stage.passes(timedelta(days=2))
    found = {"id": "R-1", "finding": "No barrier.", "asks_for": "Fit one.", "owner": "customer",
             "weight": "critical"}  # fmt: skip
    record = {
        "surveyor": "Iker", "persons_met": "María", "visited_at": "2026-03-03T09:00:00Z",
        "points": FULL, "recommendations": [found, {**found, "weight": "important"}],
    }  # fmt: skip

    refused = await counter.does("vera", "inspection/record", record, status=422)

    assert (refused["code"], refused["errors"][0]["pointer"]) == (
        "bad-inspection", "/recommendations/1/id",
    )  # fmt: skip


async def test_what_comes_first_is_met_before_an_underwriter_who_did_not_sell_it(
    stage: Stage, counter: Any
) -> None:
    counter.who["bo"] = stage.as_(Role.AGENT, subject="bo")
    both = stage.as_(Role.AGENT, Role.UNDERWRITER, subject="ana")
    await counter.takes("home", {"business_use": True}, by="ana")
    counter.who["ana"] = both
    await counter.applies()
    await counter.does("vera", "conditions", condition())
    await accepted(counter)

    by = {who: (await counter.does(who, "conditions/C-1", NOTE, status=403))["code"]
          for who in ("bo", "ana")}  # fmt: skip
    await counter.does("maria", "documents", handed_in(["photos"]))
    await counter.does("vera", "conditions/C-1", NOTE)

    assert by == {"bo": "four-eyes", "ana": "four-eyes"}
    assert counter.shown["papers"][-1]["name"] == "photos.pdf"
    assert open_conditions(counter) == []


async def test_what_comes_later_an_agent_may_show_as_before(counter: Any) -> None:
    await wanted_first(counter, condition(precedent=False, due_on="2026-05-01"))
    await accepted(counter)

    await counter.does("ana", "conditions/C-1", NOTE)

    assert open_conditions(counter) == []


@pytest.mark.parametrize("end", ["refusal", "withdrawal"])
async def test_where_nothing_is_wanted_any_more_nothing_is_met(counter: Any, end: str) -> None:
    await wanted_first(counter)
    if end == "refusal":
        await counter.does("vera", "refusal", {"note": "No."})
    else:
        await counter.does("maria", "withdrawal")

    refused = await counter.does("vera", "conditions/C-1", NOTE, status=409)

    assert refused["code"] == "illegal-application-move"


async def test_answers_are_given_before_we_decide_and_not_after(counter: Any) -> None:
    await wanted_first(counter)
    await accepted(counter)
    body = {"documents": [], "answers": {"days_unoccupied": 90}}

    refused = await counter.does("vera", "documents", body, status=409)

    assert refused["code"] == "illegal-application-move"
