"""The first contact: an agent by name, a welcome, consents, and a promise that is a clock."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chassis.testing import Stage
from contracts.insured import Language
from contracts.policy import (
    AnswerOverdue,
    ConsentChanged,
    CustomerErased,
    CustomerRegistered,
    ProspectWelcomed,
)
from contracts.roles import Role
from policy.domain.customer import Customer
from policy.domain.prospect import Prospect
from policy.examples import HARBOUR_STREET, MARIA, WEI, a_customer


def a_contact(**changes: Any) -> dict[str, Any]:
    contact = {
        "name": "Wei Chen", "email": "wei@insured.example", "language": "zh",
        "time_zone": "Asia/Shanghai", "channel": "phone",
        "consents": {"contact": True, "marketing": False}, "how": "said on the phone",
    }  # fmt: skip
    return {**contact, **changes}


async def welcome(stage: Stage, headers: dict[str, str], **changes: Any) -> Any:
    return await stage.http.post(
        "/v1/prospects", json=a_contact(**changes), headers={**headers, **stage.key()}
    )


async def test_somebody_new_is_welcomed_with_an_agent_and_a_promise(stage: Stage) -> None:
    answer = await welcome(stage, stage.as_(Role.AGENT))

    assert answer.status_code == 201, answer.text
    shown = answer.json()
    assert (shown["agent"], shown["allowed"]) == ("ana", ["contact"])
    assert shown["promise"]["state"] == "running"
    assert shown["welcomed_at"] == shown["met_at"]
    [welcomed] = await stage.said()
    assert isinstance(welcomed, ProspectWelcomed)
    assert welcomed.email == "wei@insured.example"
    assert welcomed.answer_by == datetime.fromisoformat(shown["promise"]["due_at"])
    assert timedelta(hours=4) <= welcomed.answer_by - datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


async def test_a_consent_is_yes_or_no_and_not_a_number(stage: Stage) -> None:
    answer = await welcome(stage, stage.as_(Role.AGENT), consents={"marketing": 1})

    assert answer.status_code == 422
    assert [wrong["pointer"] for wrong in answer.json()["errors"]] == ["/consents/marketing"]


async def test_who_did_not_allow_it_is_not_written_to(stage: Stage) -> None:
    agent = stage.as_(Role.AGENT)
    shown = (await welcome(stage, agent, consents={}, phone="+86 10 5550 0100")).json()

    assert (shown["welcomed_at"], shown["met_at"]) == (None, "2026-03-02T09:30:00Z")
    [welcomed] = await stage.said()
    assert isinstance(welcomed, ProspectWelcomed)
    assert (welcomed.email, welcomed.phone) == (None, None)


async def test_new_people_go_to_whoever_has_fewest_waiting(stage: Stage) -> None:
    agent = stage.as_(Role.AGENT)

    given = [
        (await welcome(stage, agent, email=f"{who}@insured.example")).json()["agent"]
        for who in ("a", "b", "c")
    ]
    chosen = (await welcome(stage, agent, email="d@insured.example", agent="bo")).json()["agent"]
    last = (await welcome(stage, agent)).json()["agent"]
    unknown = await welcome(stage, agent, agent="nobody")

    assert [*given, chosen, last] == ["ana", "bo", "carmen", "bo", "ana"]
    assert unknown.status_code == 422


@pytest.mark.parametrize(
    "same",
    [
        {"email": "WEI@insured.example", "phone": None},
        {"email": None, "phone": "+86 10 5550-0100"},
        {"email": "other@insured.example", "phone": "+86 (10) 55500100"},
    ],
)
async def test_the_same_mail_or_phone_is_the_same_person_with_the_same_agent(
    stage: Stage, same: dict[str, str | None]
) -> None:
    agent = stage.as_(Role.AGENT)
    first = await welcome(stage, agent, phone="+86 10 5550 0100")
    await stage.said()

    again = await welcome(stage, agent, **same)
    other = await welcome(stage, agent, email="bea@insured.example", phone="+86 10 5550 0200")

    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 201)
    assert again.json() == first.json()
    assert other.json()["id"] != first.json()["id"]
    assert len(await stage.said()) == 1


async def test_who_introduces_themself_is_not_shown_another_but_keeps_the_agent(
    stage: Stage,
) -> None:
    await welcome(stage, stage.as_(Role.AGENT), agent="carmen")

    own = await welcome(stage, stage.as_(Role.CUSTOMER, customer_id=WEI))

    assert (own.status_code, own.json()["id"], own.json()["agent"]) == (201, str(WEI), "carmen")


async def test_who_can_be_answered_nowhere_is_refused(stage: Stage) -> None:
    answer = await welcome(stage, stage.as_(Role.AGENT), email=None, phone=None)

    assert (answer.status_code, answer.json()["code"]) == (422, "no-way-to-answer")
    assert [wrong["pointer"] for wrong in answer.json()["errors"]] == ["/email"]


async def test_an_answer_in_time_keeps_the_promise(stage: Stage) -> None:
    one = (await welcome(stage, stage.as_(Role.AGENT))).headers["Location"]
    await stage.said()

    answered = await stage.http.put(
        f"{one}/answer", headers={**stage.as_(Role.AGENT), "If-Match": '"1"'}
    )
    await stage.passes(timedelta(days=3))

    assert answered.json()["promise"]["state"] == "kept"
    assert await stage.said() == []


async def test_a_promise_that_is_broken_is_said_once_and_stays_broken(stage: Stage) -> None:
    one = (await welcome(stage, stage.as_(Role.AGENT))).headers["Location"]
    await stage.said()
    await stage.passes(timedelta(days=3))

    [overdue] = await stage.said()
    answered = await stage.http.put(
        f"{one}/answer", headers={**stage.as_(Role.AGENT), "If-Match": '"2"'}
    )

    assert isinstance(overdue, AnswerOverdue)
    assert answered.json()["promise"]["state"] == "broken"
    assert await stage.said() == []


async def test_a_person_takes_a_consent_back_themselves(stage: Stage) -> None:
    wei = stage.as_(Role.CUSTOMER, customer_id=WEI)
    one = (await welcome(stage, wei)).headers["Location"]
    again = await welcome(stage, wei)
    await stage.said()

    body = {"granted": False, "how": "my page"}
    answer = await stage.http.put(
        f"{one}/consents/contact", json=body, headers={**wei, "If-Match": '"1"'}
    )
    stranger = await stage.http.get(one, headers=stage.as_(Role.CUSTOMER, customer_id=MARIA))

    assert again.status_code == 409
    assert answer.json()["allowed"] == []
    assert len(answer.json()["consents"]) == 4
    [changed] = await stage.said()
    assert isinstance(changed, ConsentChanged)
    assert (changed.granted, changed.email) == (False, None)
    assert stranger.status_code == 404


async def test_a_prospect_becomes_a_customer_under_the_same_id(stage: Stage) -> None:
    one = (await welcome(stage, stage.as_(Role.AGENT))).json()["id"]
    await stage.said()
    body = {"address": HARBOUR_STREET.model_dump()}
    headers = {**stage.as_(Role.AGENT), "If-Match": '"1"'}

    answer = await stage.http.put(f"/v1/prospects/{one}/file", json=body, headers=headers)
    twice = await stage.http.put(
        f"/v1/prospects/{one}/file", json=body, headers={**headers, "If-Match": '"2"'}
    )

    assert answer.status_code == 200, answer.text
    assert twice.status_code == 409
    assert (await stage.get(Customer, one)).name == "Wei Chen"
    assert [type(event) for event in await stage.said()] == [CustomerRegistered]


async def erase(stage: Stage, headers: dict[str, str], version: int = 1) -> Any:
    return await stage.http.put(
        f"/v1/customers/{WEI}/erasure",
        json={"reason": "Forget me."},
        headers={**headers, "If-Match": f'"{version}"'},
    )


async def test_who_never_got_a_file_reads_what_we_know_and_is_forgotten(stage: Stage) -> None:
    wei, maria = (stage.as_(Role.CUSTOMER, customer_id=one) for one in (WEI, MARIA))
    one = (await welcome(stage, wei)).headers["Location"]
    await stage.said()

    export = await stage.http.get(f"/v1/customers/{WEI}/export", headers=wei)
    stranger = await erase(stage, maria)
    stale = await erase(stage, wei, version=7)
    erased = await erase(stage, wei)

    [told] = export.json()["items"]
    assert (told["kind"], told["data"]["name"]) == ("prospects", "Wei Chen")
    assert told["data"]["answer_by"] is not None
    assert (stranger.status_code, stale.status_code) == (404, 412)
    assert (erased.status_code, erased.json()["status"]) == (200, "done")
    assert [type(event) for event in await stage.said()] == [CustomerErased]
    assert (await stage.http.get(one, headers=wei)).status_code == 404
    assert (await erase(stage, wei)).status_code == 404
    await stage.passes(timedelta(days=3))
    assert await stage.said() == []  # no promise is left to be broken


async def test_who_has_a_file_or_had_one_erased_is_not_welcomed_again(stage: Stage) -> None:
    wei = stage.as_(Role.CUSTOMER, customer_id=WEI)
    one = (await welcome(stage, wei)).headers["Location"]
    body = {"address": HARBOUR_STREET.model_dump()}
    await stage.http.put(
        f"{one}/file", json=body, headers={**stage.as_(Role.AGENT), "If-Match": '"1"'}
    )
    await erase(stage, wei)

    again = await welcome(stage, wei)
    repeated = await erase(stage, wei)

    assert (again.status_code, again.json()["code"]) == (409, "file-erased")
    assert (repeated.status_code, repeated.json()["status"]) == (200, "done")


async def test_who_was_registered_needs_no_welcome(stage: Stage) -> None:
    await stage.given(a_customer())

    again = await welcome(stage, stage.as_(Role.CUSTOMER, customer_id=MARIA))

    assert (again.status_code, again.json()["code"]) == (409, "already-customer")


async def test_what_was_written_down_after_an_erasure_goes_when_it_is_asked_for_again(
    stage: Stage,
) -> None:
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)
    await stage.given(a_customer())
    first = await stage.http.put(
        f"/v1/customers/{MARIA}/erasure",
        json={"reason": "Forget me."},
        headers={**maria, "If-Match": '"1"'},
    )
    late, _ = Prospect.welcome(  # as could happen before
        MARIA, name="María Santos", email=None, phone=None, language=Language.SPANISH,
        time_zone="Europe/Madrid", channel="web", agent="ana", consents={}, how="web",
        at=stage.clock.now(),
    )  # fmt: skip
    await stage.given(late)

    again = await stage.http.put(
        f"/v1/customers/{MARIA}/erasure",
        json={"reason": "Forget me."},
        headers={**maria, "If-Match": '"2"'},
    )

    assert (first.json()["status"], again.json()["status"]) == ("done", "done")
    gone = await stage.http.get(f"/v1/prospects/{MARIA}", headers=maria)
    assert gone.status_code == 404
