"""Cover begins at the first instant of a day: from today it cannot be bound, and is refused.

Where the day went by while we decided, another one is agreed on before money is asked for.
"""

from datetime import timedelta
from typing import Any

import pytest

from chassis.testing import Stage
from contracts.policy import ApplicationAccepted
from policy.examples.asking import a_wish

TODAY, TOMORROW = "2026-03-02", "2026-03-03"


@pytest.mark.parametrize("product", ["travel", "home", "motor", "health"])
async def test_a_quote_from_today_is_refused_by_its_field(
    stage: Stage, counter: Any, product: str
) -> None:
    dates = {"starts_on": TODAY, "ends_on": "2026-03-12" if product == "travel" else "2027-03-02"}
    wish = a_wish(product, **dates)
    headers = {**counter.who["maria"], **stage.key()}

    refused = await stage.http.post("/v1/quotes", json=wish, headers=headers)

    assert refused.status_code == 422, refused.text
    assert refused.json()["code"] == "start-too-soon"
    assert refused.json()["errors"][0]["pointer"] == "/starts_on"
    assert TOMORROW in refused.json()["detail"]


async def test_so_is_an_offer_and_a_counter_offer(stage: Stage, counter: Any) -> None:
    await counter.takes("travel")
    offer = counter.on_the_table(starts_on=TODAY, ends_on="2026-03-12")
    body = {"offer": offer, "words": "Earlier, please."}

    refused = await counter.does("maria", "counter-offers", body, status=422)

    assert refused["code"] == "start-too-soon"
    assert refused["errors"][0]["pointer"] == "/offer/starts_on"


async def test_a_journey_from_tomorrow_is_paid_signed_and_in_force_the_same_day(
    stage: Stage, counter: Any
) -> None:
    await counter.takes("travel", starts_on=TOMORROW, ends_on="2026-03-13")
    await counter.applies()
    await counter.does("finn", "invoice", {"due_on": TODAY})
    await counter.does("finn", "premium", {"amount": counter.shown["invoiced"], "reference": "R"})
    await counter.signs()
    await counter.reviews()
    one = f"/v1/policies/{counter.shown['policy_id']}"

    await stage.passes(timedelta(days=1))

    made = (await stage.http.get(one, headers=counter.who["maria"])).json()
    assert (made["starts_on"], made["cover"]) == (TOMORROW, "in_force")


async def test_no_money_is_asked_for_cover_whose_first_day_passed(
    stage: Stage, counter: Any
) -> None:
    await counter.takes("travel", starts_on=TOMORROW, ends_on="2026-03-13")
    await counter.applies()
    await stage.passes(timedelta(days=2))
    await counter.reads(counter.shown["id"])
    waiting = counter.shown["next"]

    refused = await counter.does("finn", "invoice", {"due_on": "2026-03-31"}, status=409)
    await counter.does("maria", "first-day", {"starts_on": "2026-03-06"})
    await counter.does("finn", "invoice", {"due_on": "2026-03-05"})

    assert refused["code"] == "first-day-passed"
    assert (waiting["who"], waiting["first_day_passed"]) == ("both", True)
    assert "invoice" not in waiting["actions"]
    assert counter.shown["next"]["who"] == "customer"


async def test_nor_does_next_ask_for_it_once_the_day_passed(stage: Stage, counter: Any) -> None:
    await counter.takes("travel", starts_on=TOMORROW, ends_on="2026-03-13")
    await counter.applies()
    await counter.does("finn", "invoice", {"due_on": TODAY})
    await stage.passes(timedelta(days=2))
    await counter.reads(counter.shown["id"])

    assert counter.shown["next"]["who"] == "both"
    assert "first premium" not in counter.shown["next"]["words"]["en"]


async def test_what_is_accepted_after_its_first_day_says_so(stage: Stage, counter: Any) -> None:
    await counter.takes("home", {"business_use": True}, starts_on=TOMORROW, ends_on="2027-03-03")
    await counter.applies()
    await stage.passes(timedelta(days=2))
    await counter.reads(counter.shown["id"])
    await counter.does("vera", "referral/rules/UW-HOME-09", {"note": "An office."})
    await counter.does("vera", "acceptance")

    [told] = [one for one in await stage.said() if isinstance(one, ApplicationAccepted)]
    assert told.first_day_passed is True
