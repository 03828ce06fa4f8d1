"""The customer's wish to end a contract: hers, or told by an agent with how it came."""

from datetime import timedelta
from typing import Any

import pytest

from chassis.testing import Stage
from contracts.roles import Role
from policy.domain.policy import Policy, Status
from policy.examples import A_WISH, MARIA, POLICY, a_customer, an_agreement

ONE = f"/v1/policies/{POLICY}"
READ = {"If-Match": '"1"'}
BODIES: dict[str, dict[str, Any]] = {
    "cancellation": {"ends_on": "2026-06-01", "reason": "Sold."},
    "withdrawal": {},
}


async def ends(stage: Stage, how: str, who: dict[str, str], **more: Any) -> Any:
    return await stage.http.put(
        f"{ONE}/{how}", json={**BODIES[how], **more}, headers={**who, **READ}
    )


@pytest.mark.parametrize("how", BODIES)
@pytest.mark.parametrize(
    ("wish", "pointer"),
    [
        (None, "/wish"),
        ({**A_WISH, "received_on": "2026-03-03"}, "/wish/received_on"),
        ({**A_WISH, "received_on": "2026-02-28"}, "/wish/received_on"),
        ({**A_WISH, "received_on": "2026-02-30"}, "/wish/received_on"),
        ({**A_WISH, "channel": "pigeon"}, "/wish/channel"),
        ({**A_WISH, "channel": None}, "/wish/channel"),
        ({"channel": "phone"}, "/wish/received_on"),
        ({**A_WISH, "reference": "x" * 121}, "/wish/reference"),
        ({**A_WISH, "by": "ana"}, "/wish/by"),
        ("by phone", "/wish"),
    ],
)
async def test_an_agents_word_alone_ends_nothing(
    stage: Stage, sells: Any, how: str, wish: Any, pointer: str
) -> None:
    await sells()
    more = {} if wish is None else {"wish": wish}

    answer = await ends(stage, how, stage.as_(Role.AGENT), **more)

    assert answer.status_code == 422, answer.text
    assert [one["pointer"] for one in answer.json()["errors"]] == [pointer]
    assert (await stage.get(Policy, POLICY)).status is Status.ISSUED
    assert await stage.said() == []


@pytest.mark.parametrize("how", BODIES)
async def test_how_it_came_is_kept_and_shown(stage: Stage, sells: Any, how: str) -> None:
    await sells()

    ended = await ends(stage, how, stage.as_(Role.AGENT, subject="ana"), wish=A_WISH)
    stage.clock.advance(timedelta(hours=1))
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)
    shown = await stage.http.get(ONE, headers=maria)
    [listed] = (await stage.http.get("/v1/policies", headers=maria)).json()["items"]

    assert ended.status_code == 200, ended.text
    assert ended.json()["wish"] == shown.json()["wish"] == listed["wish"] == A_WISH
    [fact] = (await stage.get(Policy, POLICY)).facts
    assert (fact.by, str(fact.wish)) == ("ana", "by phone on 2026-03-02 (call 4711)")


@pytest.mark.parametrize("how", BODIES)
async def test_what_she_asks_for_herself_needs_no_word_on_how_and_takes_none(
    stage: Stage, sells: Any, how: str
) -> None:
    await sells()
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)

    told = await ends(stage, how, maria, wish=A_WISH)
    plain = await ends(stage, how, maria)

    assert told.status_code == 422
    assert [one["pointer"] for one in told.json()["errors"]] == ["/wish"]
    assert (plain.status_code, plain.json()["wish"]) == (200, None)


async def test_an_agent_who_is_insured_with_us_asks_for_herself(stage: Stage, sells: Any) -> None:
    await sells()
    both = stage.as_(Role.CUSTOMER, Role.AGENT, customer_id=MARIA)

    assert (await ends(stage, "cancellation", both)).status_code == 200


async def test_what_we_end_ourselves_is_nobodys_wish(stage: Stage, sells: Any) -> None:
    await sells()
    vera = stage.as_(Role.UNDERWRITER, subject="vera")

    told = await ends(stage, "cancellation", vera, wish=A_WISH)
    ended = await ends(stage, "cancellation", vera)

    assert [one["pointer"] for one in told.json()["errors"]] == ["/wish"]
    assert ended.status_code == 200, ended.text


async def test_before_it_was_told_it_was_not_known(stage: Stage, sells: Any) -> None:
    await sells()
    before = stage.clock.now()
    stage.clock.advance(timedelta(hours=1))
    await ends(stage, "cancellation", stage.as_(Role.AGENT), wish=A_WISH)

    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)
    then = await stage.http.get(ONE, params={"known_at": before.isoformat()}, headers=maria)

    assert then.json()["wish"] is None


async def concluded(stage: Stage) -> str:
    await stage.given(a_customer())
    made = await stage.http.post(
        "/v1/policies", json=an_agreement(), headers={**stage.as_(Role.AGENT), **stage.key()}
    )
    return f"/v1/policies/{made.json()['id']}/withdrawal"


async def test_a_wish_that_came_in_time_is_in_time_though_written_down_late(stage: Stage) -> None:
    path = await concluded(stage)
    await stage.passes(timedelta(days=20))
    wish = {"channel": "letter", "received_on": "2026-03-12"}

    answer = await stage.http.put(
        path, json={"wish": wish}, headers={**stage.as_(Role.AGENT), **READ}
    )

    assert (answer.status_code, answer.json()["status"]) == (200, "withdrawn")


async def test_whoever_judges_a_late_one_reads_how_it_came(stage: Stage) -> None:
    path = await concluded(stage)
    await stage.passes(timedelta(days=20))
    wish = {**A_WISH, "received_on": "2026-03-21"}

    late = await stage.http.put(
        path, json={"wish": wish}, headers={**stage.as_(Role.AGENT), **READ}
    )
    vera = stage.as_(Role.UNDERWRITER)
    [task] = (await stage.http.get("/v1/tasks", headers=vera)).json()["items"]
    granted = await stage.http.put(path, json={"wish": wish}, headers={**vera, **READ})

    assert late.status_code == 202
    assert "by phone on 2026-03-21 (call 4711)" in task["about"]
    assert (granted.json()["status"], granted.json()["wish"]) == ("withdrawn", wish)
