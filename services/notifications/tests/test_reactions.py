"""Whatever the company says, its customers hear."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis.events import Event, known_events
from chassis.testing import Stage
from contracts.policy import PolicyExpired
from contracts.roles import Role
from notifications.examples import MARIA, claim_filed, everything_said, registered
from notifications.reactions import on

PUBLISHED = [
    event
    for event in known_events()
    if event.__module__.startswith("contracts.") and event.__module__ != "contracts.notifications"
]


@pytest.mark.parametrize("event", PUBLISHED, ids=lambda event: event.wire_name)
def test_every_published_fact_is_heard(event: type[Event]) -> None:
    assert event in on.events
    assert "customer_id" in event.model_fields


async def deliveries(stage: Stage) -> list[dict[str, Any]]:
    answer = await stage.http.get("/v1/deliveries?limit=100", headers=stage.as_(Role.OPS))
    items: list[dict[str, Any]] = answer.json()["items"]
    return items[::-1]


async def inbox(stage: Stage, customer_id: UUID = MARIA) -> list[dict[str, Any]]:
    answer = await stage.http.get(
        "/v1/inbox?limit=100", headers=stage.as_(Role.CUSTOMER, customer_id=customer_id)
    )
    items: list[dict[str, Any]] = answer.json()["items"]
    return items[::-1]


async def test_everything_said_becomes_a_mail_and_an_item_in_order(stage: Stage) -> None:
    said = everything_said()

    await stage.hears(*said)

    mails, items = await deliveries(stage), await inbox(stage)
    assert len(mails) == len(items) == len(said)
    assert [mail["fact"] for mail in mails] == [item["fact"] for item in items]
    assert {mail["status"] for mail in mails} == {"queued"}
    assert await stage.dead_letters() == []


async def test_what_was_over_long_before_we_took_it_over_is_no_news(stage: Stage) -> None:
    [expired] = [one for one in everything_said() if isinstance(one, PolicyExpired)]
    await stage.hears(registered())
    for days in (29, 31):
        ended = stage.clock.now() - timedelta(days=days)
        await stage.hears(expired.model_copy(update={"expired_at": ended}))

    assert [item["fact"] for item in await inbox(stage)] == ["welcome", "policy-expired"]


async def test_a_repeated_event_tells_once(stage: Stage) -> None:
    event = claim_filed()
    await stage.hears(registered())

    await stage.hears(event)
    await stage.hears(event, again=True)

    assert [item["fact"] for item in await inbox(stage)] == ["welcome", "claim-filed"]


async def test_what_is_said_of_a_stranger_waits_until_their_file_comes(stage: Stage) -> None:
    await stage.hears(claim_filed(number="C-2026-000001"))
    await stage.hears(claim_filed(number="C-2026-000002"))
    before = await deliveries(stage)
    nothing = await inbox(stage)

    await stage.hears(registered())

    assert [mail["status"] for mail in before] == ["waiting", "waiting"]
    assert nothing == []
    after = await deliveries(stage)
    assert [mail["status"] for mail in after] == ["queued"] * 3
    assert [mail["id"] for mail in after[:2]] == [mail["id"] for mail in before]
    titles = [item["title"] for item in await inbox(stage)]
    assert titles[0].endswith("C-2026-000001")
    assert titles[1].endswith("C-2026-000002")


async def test_a_customer_without_an_address_still_has_an_inbox(stage: Stage) -> None:
    await stage.hears(registered(email=None))

    assert [mail["status"] for mail in await deliveries(stage)] == ["skipped"]
    assert [mail["error"] for mail in await deliveries(stage)] == ["no address"]
    assert len(await inbox(stage)) == 1


async def test_greetings_are_courtesy_and_the_rest_is_core(stage: Stage) -> None:
    await stage.hears(*everything_said())

    lanes = {mail["fact"]: mail["lane"] for mail in await deliveries(stage)}
    assert {fact for fact, lane in lanes.items() if lane == "courtesy"} == {"welcome"}
