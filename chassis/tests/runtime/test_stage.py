"""The stage: what a test puts in and what it sees."""

from datetime import timedelta

import pytest
from greetings.service import UNREADABLE, Card, CardWritten, heard_cards
from sqlalchemy import select

from chassis.ids import new_id
from chassis.testing import OPENING_DAY, Stage

WORDS = "Happy birthday"


def a_card() -> Card:
    return Card(id=new_id(), words=WORDS, written_at=OPENING_DAY)


async def heard(stage: Stage) -> list[object]:
    async with stage.running.works() as work:
        return list(await work.session.scalars(select(heard_cards.c.id)))


async def write(stage: Stage, words: str = WORDS) -> dict[str, str]:
    headers = stage.as_("writer") | stage.key()
    answer = await stage.http.post("/v1/cards", json={"words": words}, headers=headers)
    assert answer.status_code == 201, answer.text
    written: dict[str, str] = answer.json()
    return written


async def test_what_is_said_is_told_once_and_in_order(stage: Stage) -> None:
    first, second = await write(stage, "one"), await write(stage, "two")

    assert await stage.said() == [
        CardWritten(card_id=first["id"], words="one"),
        CardWritten(card_id=second["id"], words="two"),
    ]
    assert await stage.said() == []


async def test_a_caller_without_the_role_is_refused(stage: Stage) -> None:
    headers = stage.as_("reader") | stage.key()

    answer = await stage.http.post("/v1/cards", json={"words": WORDS}, headers=headers)

    assert answer.status_code == 403
    assert await stage.said() == []


async def test_given_entities_are_stored(stage: Stage) -> None:
    card = a_card()
    await stage.given(card)

    answer = await stage.http.get(f"/v1/cards/{card.id}")

    assert answer.json() == {"id": str(card.id), "words": WORDS}
    assert (await stage.get(Card, card.id)).words == WORDS


async def test_given_events_were_heard(stage: Stage) -> None:
    event = CardWritten(card_id=new_id(), words=WORDS)

    await stage.given(event)

    assert await heard(stage) == [event.card_id]


async def test_an_event_heard_again_has_no_effect(stage: Stage) -> None:
    event = CardWritten(card_id=new_id(), words=WORDS)
    await stage.hears(event)

    await stage.hears(event, again=True)

    assert await heard(stage) == [event.card_id]


async def test_a_reaction_that_fails_fails_the_test(stage: Stage) -> None:
    with pytest.raises(AssertionError, match="cannot read illegible"):
        await stage.hears(CardWritten(card_id=new_id(), words=UNREADABLE))


async def test_a_reaction_may_fail_on_purpose(stage: Stage) -> None:
    await stage.hears(CardWritten(card_id=new_id(), words=UNREADABLE), fails=True)

    assert await heard(stage) == []


async def test_time_passes_only_when_told_and_rings_alarms(stage: Stage) -> None:
    card_id = (await write(stage))["id"]

    await stage.passes(timedelta(days=2))
    before = (await stage.get(Card, card_id)).forgotten
    await stage.passes(timedelta(days=2))

    assert (before, (await stage.get(Card, card_id)).forgotten) == (False, True)


@pytest.mark.parametrize("_", ["one", "another"])
async def test_a_stage_is_empty_when_its_test_begins(stage: Stage, _: str) -> None:
    async with stage.running.works() as work:
        found = list(await work.session.scalars(select(Card)))

    await stage.given(a_card())

    assert found == []
