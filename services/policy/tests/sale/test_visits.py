"""What a visit saw is taken down once and for good: what no rule knows is refused."""

from datetime import timedelta
from typing import Any

import pytest

from chassis.testing import Stage

FULL = {
    "INS-C1": 10, "INS-C2": 6, "INS-C3": 6, "INS-O1": 8, "INS-O2": 5, "INS-O3": 6, "INS-P1": 8,
    "INS-P2": 10, "INS-P3": 6, "INS-P4": 6, "INS-E1": 6, "INS-E2": 9, "INS-E3": 5, "INS-M1": 5,
    "INS-S1": 4,
}  # fmt: skip


@pytest.mark.parametrize(
    ("fact", "saw"),
    [("nonsense", True), ("flood_defence", "maybe"), ("flood_claims_10y", "many")],
)
async def test_a_fact_no_rule_knows_is_refused_where_it_was_said(
    stage: Stage, counter: Any, fact: str, saw: Any
) -> None:
    await counter.takes("home", {"business_use": True})
    await counter.applies()
    await counter.does("vera", "inspection", {"note": "Is it dry?"})
    plan = {"scheduled_for": "2026-03-03T09:00:00Z", "surveyor": "Iker"}
    await counter.does("vera", "inspection/schedule", plan)
    await stage.passes(timedelta(days=2))
    record = {
        "surveyor": "Iker", "persons_met": "María", "visited_at": "2026-03-03T09:00:00Z",
        "points": FULL, "facts": {fact: saw},
    }  # fmt: skip

    refused = await counter.does("vera", "inspection/record", record, status=422)

    assert [one["pointer"] for one in refused["errors"]] == [f"/facts/{fact}"]
    seen = {**record, "facts": {"flood_claims_10y": 0}}
    await counter.does("vera", "inspection/record", seen)
