"""Operators look at dead letters over HTTP; lists name nobody."""

import json

import pytest
from greetings.service import UNREADABLE, CardWritten, heard_cards
from sqlalchemy import delete

from chassis.bus import Undecodable
from chassis.ids import new_id
from chassis.testing import Stage

LETTERS = "/v1/ops/greetings/dead-letters"
EVENT = CardWritten(card_id=new_id(), words=UNREADABLE)


async def parked(stage: Stage) -> str:
    await stage.hears(EVENT, fails=True)
    await stage.gives_up()
    return str((await stage.dead_letters())[0].id)


async def test_a_list_names_the_event_and_the_kind_of_error_but_nobody(stage: Stage) -> None:
    letter = await parked(stage)

    answer = await stage.http.get(LETTERS, headers=stage.as_("ops"))

    [line] = answer.json()["items"]
    assert (line["id"], line["kind"], line["error"]) == (letter, "event", "ValueError")
    assert (line["type"], line["subject"]) == (EVENT.wire_name, EVENT.subject)
    assert UNREADABLE not in answer.text


async def test_one_letter_is_shown_whole(stage: Stage) -> None:
    letter = await parked(stage)

    answer = await stage.http.get(f"{LETTERS}/{letter}", headers=stage.as_("ops"))

    assert answer.json()["data"] == json.loads(EVENT.model_dump_json())
    assert answer.json()["error"] == f"ValueError: cannot read {UNREADABLE}"


async def test_a_message_nobody_could_read_is_shown_as_base64(stage: Stage) -> None:
    message = Undecodable(headers={"content-type": "text/plain"}, body=b"\xff\xfe", error="no")
    await stage.running.inbox.deliver([message])
    [letter] = await stage.dead_letters()

    answer = await stage.http.get(f"{LETTERS}/{letter.id}", headers=stage.as_("ops"))

    assert answer.json()["data"] == "//4="


async def test_a_redriven_letter_is_tried_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = await parked(stage)
    monkeypatch.setattr("greetings.service.UNREADABLE", "something else")

    answer = await stage.http.put(f"{LETTERS}/{letter}/redrive", headers=stage.as_("ops"))
    tried = await stage.running.inbox.retry_due()

    assert (answer.status_code, tried) == (200, 1)
    assert await stage.dead_letters() == []
    async with stage.running.works() as work:
        gone = await work.session.execute(delete(heard_cards).returning(heard_cards.c.id))
        assert list(gone.scalars()) == [EVENT.card_id]


async def test_a_letter_that_is_not_there_is_a_404(stage: Stage) -> None:
    answer = await stage.http.put(f"{LETTERS}/{new_id()}/redrive", headers=stage.as_("ops"))

    assert (answer.status_code, answer.json()["code"]) == (404, "no-such-dead-letter")


@pytest.mark.parametrize(("role", "status"), [("writer", 403), (None, 401)])
async def test_only_operators_may_look(stage: Stage, role: str | None, status: int) -> None:
    headers = stage.as_(role) if role else {}

    answer = await stage.http.get(LETTERS, headers=headers)

    assert answer.status_code == status
