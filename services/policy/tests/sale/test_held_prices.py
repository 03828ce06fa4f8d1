"""A price is held for a time: by taking a quote, and through all that follows."""

from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from sqlalchemy import text

from chassis.testing import Stage
from contracts.policy import ApplicationClosed
from contracts.roles import Role
from policy.examples import MARIA
from policy.examples.selling import an_offer_as_sent

HELD = timedelta(days=90)
IDLE = timedelta(days=180)
BEFORE_IT_WAS_SOLD = datetime(2025, 12, 31, 9, tzinfo=UTC)


async def reads(counter: Any) -> Any:
    await counter.reads(counter.shown["id"])
    return counter.shown


async def test_terms_too_old_are_not_applied_for(stage: Stage, counter: Any) -> None:
    await counter.takes("home")
    await stage.passes(HELD + timedelta(minutes=1))

    refused = await counter.does("maria", "submission", status=409)

    assert refused["code"] == "terms-too-old"
    assert "another quote" in refused["detail"]
    assert (await reads(counter))["status"] == "negotiating"


async def test_until_then_they_are(stage: Stage, counter: Any) -> None:
    await counter.takes("home")
    await stage.passes(HELD)

    await counter.applies()

    assert counter.shown["status"] == "accepted"


async def test_terms_offered_anew_are_new(stage: Stage, counter: Any) -> None:
    await counter.takes("home")
    await stage.passes(HELD + timedelta(days=1))
    offer = counter.on_the_table(starts_on="2026-07-01", ends_on="2027-07-01")
    await counter.does("ana", "counter-offers", {"offer": offer, "words": "From July."})
    await counter.does("maria", "agreement")

    await counter.applies()

    assert counter.shown["status"] == "accepted"


async def test_a_first_day_moved_again_and_again_does_not_keep_the_price(
    stage: Stage, counter: Any
) -> None:
    await counter.takes("home")
    await counter.applies()
    for to in ("2026-05-01", "2026-05-31"):
        await stage.passes(timedelta(days=31))
        await counter.does("maria", "first-day", {"starts_on": to})
    await stage.passes(timedelta(days=31))

    refused = await counter.does("maria", "first-day", {"starts_on": "2026-06-20"}, status=409)

    assert refused["code"] == "terms-too-old"


async def test_what_is_sold_no_more_is_not_applied_for(stage: Stage, counter: Any) -> None:
    await counter.takes("home")
    stage.clock.move_to(BEFORE_IT_WAS_SOLD)  # another day on which it is not sold
    counter.who["maria"] = stage.as_(Role.CUSTOMER, subject="maria", customer_id=MARIA)

    refused = await counter.does("maria", "submission", status=409)

    assert refused["code"] == "terms-too-old"


@pytest.mark.parametrize(
    ("offer", "status", "code"),
    [
        ({"product_version": "9.9"}, 404, "product-unknown"),
        ({}, 422, "not-sold"),
    ],
)
async def test_an_offer_is_of_a_version_that_is_sold_on_the_day(
    stage: Stage, counter: Any, offer: dict[str, Any], status: int, code: str
) -> None:
    await counter.takes("home")
    made = counter.on_the_table() if not offer else {**an_offer_as_sent(), **offer}
    if not offer:
        stage.clock.move_to(BEFORE_IT_WAS_SOLD)

    refused = await stage.http.post(
        "/v1/applications",
        json={"customer_id": str(MARIA), "offer": made},
        headers={**stage.as_(Role.AGENT, subject="ana"), **stage.key()},
    )

    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert [one["pointer"] for one in refused.json()["errors"]] == ["/offer/product_version"]


async def test_the_version_on_the_table_may_still_be_bargained_over(
    stage: Stage, counter: Any
) -> None:
    await counter.takes("home")
    stage.clock.move_to(BEFORE_IT_WAS_SOLD)
    counter.who["ana"] = stage.as_(Role.AGENT, subject="ana")

    offer = counter.on_the_table()
    await counter.does("ana", "counter-offers", {"offer": offer, "words": "Once more."})

    assert len(counter.shown["proposals"]) == 2


@pytest.mark.parametrize("accepted", [False, True])
async def test_an_application_nobody_goes_on_with_is_closed(
    stage: Stage,
    counter: Any,
    accepted: bool,  # noqa: FBT001 - a case
) -> None:
    await counter.takes("home")
    await stage.passes(timedelta(days=80))
    if accepted:
        await counter.applies()
    else:
        await counter.hands_in()
    await stage.passes(IDLE - timedelta(days=1))
    before = (await reads(counter))["status"]
    await stage.said()
    await stage.passes(timedelta(days=1))

    after = await reads(counter)
    [said] = [one for one in await stage.said() if isinstance(one, ApplicationClosed)]
    assert (str(said.application_id), said.idle_days) == (after["id"], IDLE.days)
    assert (before, after["status"]) == ("accepted" if accepted else "negotiating", "withdrawn")
    assert after["next"]["words"]["es"].startswith("Cerramos su solicitud")


async def test_an_application_from_before_idle_ones_were_closed_is_looked_at(
    stage: Stage, counter: Any
) -> None:
    await counter.takes("home")
    update = import_module("policy.migrations.versions.0019_how_a_premium_came")
    async with stage.running.works() as work:
        await work.session.execute(text("DELETE FROM alarms WHERE name = 'application-idle'"))
        watch = text(update._WATCH.replace("now()", ":now"))
        await work.session.execute(watch, {"now": work.now})

    await stage.passes(IDLE - timedelta(minutes=1))
    before = (await reads(counter))["status"]
    await stage.passes(timedelta(minutes=1))

    assert (before, (await reads(counter))["status"]) == ("negotiating", "withdrawn")


async def test_of_an_application_that_was_forgotten_nothing_rings(
    stage: Stage, counter: Any
) -> None:
    await counter.takes("home")
    await counter.does("maria", "withdrawal")
    file = await stage.http.get(f"/v1/customers/{MARIA}", headers=counter.who["maria"])
    erased = await stage.http.put(
        f"/v1/customers/{MARIA}/erasure",
        json={"reason": "Forget me."},
        headers={**counter.who["maria"], "If-Match": file.headers["ETag"]},
    )
    one = f"/v1/applications/{counter.shown['id']}"
    gone = await stage.http.get(one, headers=counter.who["maria"])

    await stage.passes(IDLE)
    for _ in range(20):  # an alarm that fails is rung again before it is parked
        await stage.passes(timedelta(days=1))

    assert (erased.json()["status"], gone.status_code) == ("done", 404)
    assert await stage.dead_letters() == []


async def test_what_goes_on_is_not_closed(stage: Stage, counter: Any) -> None:
    await counter.takes("home")
    await counter.applies()
    await counter.pays()
    await stage.passes(2 * IDLE)

    assert (await reads(counter))["status"] == "settled"
