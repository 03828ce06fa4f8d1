"""What an application shows to whom: notes of ours, and who of us proposed what, are for us."""

from typing import Any

from chassis.testing import Stage
from contracts.policy import InspectionWanted
from policy.examples import MARIA


async def test_what_we_say_among_ourselves_is_not_shown_to_customers(
    stage: Stage, counter: Any
) -> None:
    await counter.takes("home", {"building_sum": "1900000.00"})
    await counter.applies()
    await counter.does("vera", "inspection", {"note": "Is it as dry as they say?"})
    one = f"/v1/applications/{counter.shown['id']}"

    hers = (await stage.http.get(one, headers=counter.who["maria"])).json()
    ours = (await stage.http.get(one, headers=counter.who["vera"])).json()

    assert ours["inspection"]["why"] == "Is it as dry as they say?"
    told = "Antes de decidir, alguien verá lo que se va a asegurar."
    assert hers["inspection"] == {**ours["inspection"], "why": told}
    assert "vera" not in str(hers)
    [wanted] = [one for one in await stage.said() if isinstance(one, InspectionWanted)]
    assert wanted.why == told
    file = await stage.http.get(f"/v1/customers/{MARIA}/file", headers=counter.who["maria"])
    assert [one["why"] for one in file.json()["inspections"]] == [told]


async def test_a_day_is_agreed_for_a_visit_without_our_note_of_it(
    stage: Stage, counter: Any
) -> None:
    await counter.takes("home", {"building_sum": "1900000.00"})
    await counter.applies()
    await counter.does("vera", "inspection", {"note": "Is it as dry as they say?"})
    day = {"scheduled_for": "2026-03-10T10:00:00Z", "surveyor": "Sofía Ruiz"}
    await counter.does("vera", "inspection/schedule", day)

    said = [one for one in await stage.said() if isinstance(one, InspectionWanted)]

    assert [one.scheduled_for is None for one in said] == [True, False]
    assert "dry" not in str(said)


async def test_who_proposed_it_is_for_us(stage: Stage, counter: Any) -> None:
    await counter.takes("home", {"building_sum": "1900000.00"})
    await counter.applies()
    for one in counter.shown["rules"]:
        if one["outcome"] == "refer":
            await counter.does("vera", f"referral/rules/{one['rule_id']}", {"note": "Seen."})
    await counter.does("vera", "acceptance")
    one = f"/v1/applications/{counter.shown['id']}"

    hers = (await stage.http.get(one, headers=counter.who["maria"])).json()

    assert (counter.shown["status"], counter.shown["proposed_by"]) == ("underwriting", "vera")
    assert hers["proposed_by"] is None
