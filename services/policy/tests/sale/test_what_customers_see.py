"""What an application shows to whom: notes of ours, and who of us proposed what, are for us."""

from typing import Any

from chassis.testing import Stage


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
    assert hers["inspection"] == {**ours["inspection"], "why": ""}
    assert "vera" not in str(hers)


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
