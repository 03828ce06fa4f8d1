"""The command line: what works says little, what does not says one clear line."""

import json
import socket

import pytest
from child import refusal_of, yinbao
from greetings.service import UNREADABLE, CardWritten, greetings

from chassis.ids import new_id
from chassis.testing import Stage
from chassis.testing.plugin import MigratedDatabases

ISSUER = {"oidc_issuer": "https://issuer.example"}


@pytest.fixture
def greetings_url(migrated_databases: MigratedDatabases) -> str:
    return migrated_databases.of(greetings)[0]


def test_an_unknown_service_is_answered_with_those_there_are() -> None:
    said = refusal_of(yinbao("serve", "nobody"))

    assert said.startswith("yinbao: there is no service 'nobody'; there are: ")
    assert "greetings" in said


def test_a_taken_port_is_one_line(greetings_url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        said = refusal_of(
            yinbao("serve", "greetings", database_url=greetings_url, port=port, **ISSUER)
        )

    assert said == f"yinbao: cannot listen on 127.0.0.1 port {port}: address already in use"


async def test_a_dead_letter_is_listed_shown_and_redriven(stage: Stage, greetings_url: str) -> None:
    event = CardWritten(card_id=new_id(), words=UNREADABLE)
    await stage.hears(event, fails=True)
    await stage.gives_up()
    [letter] = await stage.dead_letters()

    listed = yinbao("dead-letters", "list", "greetings", database_url=greetings_url)
    shown = yinbao("dead-letters", "show", "greetings", str(letter.id), database_url=greetings_url)
    redrive = ("dead-letters", "redrive", "greetings", str(letter.id))
    redriven = yinbao(*redrive, database_url=greetings_url)
    again = yinbao(*redrive, database_url=greetings_url)

    assert str(letter.id) in listed.stdout
    assert UNREADABLE not in listed.stdout  # an error may quote a person's data
    assert json.loads(shown.stdout)["data"] == json.loads(event.model_dump_json())
    assert "will be tried again" in redriven.stdout
    assert refusal_of(again) == f"yinbao: there is no dead letter {letter.id}"
    assert await stage.dead_letters() == []
