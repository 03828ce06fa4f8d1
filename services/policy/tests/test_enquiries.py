"""Enquiries, from outside: asked with one click, promised, answered; or the promise breaks."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis.testing import Stage
from contracts.policy import EnquiryAnswered, EnquiryOverdue, EnquiryReceived
from contracts.roles import Role
from policy.examples import MARIA, WEI, a_customer

QUESTION = {"question": "¿Cubren a mi perro?", "language": "es", "product": "home"}
ANSWER = {"answer": "No. La póliza de hogar no asegura animales."}


def maria(stage: Stage) -> dict[str, str]:
    return stage.as_(Role.CUSTOMER, customer_id=MARIA, subject="maria")


async def asked(stage: Stage, who: dict[str, str], **more: Any) -> Any:
    return await stage.http.post(
        "/v1/enquiries", json={**QUESTION, **more}, headers={**who, **stage.key()}
    )


async def answered(stage: Stage, enquiry: str, version: int = 1) -> Any:
    who = {**stage.as_(Role.AGENT, subject="ana"), "If-Match": f'"{version}"'}
    return await stage.http.put(f"/v1/enquiries/{enquiry}/answer", json=ANSWER, headers=who)


async def test_what_was_offered_is_sent_as_it_is_and_promised_an_answer(stage: Stage) -> None:
    await stage.given(a_customer())
    found = await stage.http.get(
        "/v1/explanations", params={"question": QUESTION["question"], "language": "es"}
    )

    answer = await stage.http.post(
        "/v1/enquiries", json=found.json()["enquiry"], headers={**maria(stage), **stage.key()}
    )

    assert answer.status_code == 201, answer.text
    shown = answer.json()
    assert answer.headers["Location"] == f"/v1/enquiries/{shown['id']}"
    assert (shown["number"], shown["status"]) == ("E-2026-000001", "open")
    assert shown["promise"] == {
        "rule": "YB-ANSWER",
        "text": "Una persona responde a su consulta en 4 horas laborables.",
        "due": "2026-03-03T06:00:00Z",  # 17:30 in Shanghai today; tomorrow with its noon break
        "state": "running",
        "breached_at": None,
    }
    assert await stage.said() == [
        EnquiryReceived(
            enquiry_id=UUID(shown["id"]),
            number="E-2026-000001",
            customer_id=MARIA,
            question="¿Cubren a mi perro?",
            received_at=stage.clock.now(),
            answer_by=datetime.fromisoformat(shown["promise"]["due"]),
        )
    ]


async def test_an_agent_answers_in_time_and_the_customer_hears_it(stage: Stage) -> None:
    await stage.given(a_customer())
    enquiry = (await asked(stage, maria(stage))).json()
    await stage.said()

    answer = await answered(stage, enquiry["id"])
    await stage.passes(timedelta(days=7))
    read = await stage.http.get(f"/v1/enquiries/{enquiry['id']}", headers=maria(stage))

    assert answer.status_code == 200, answer.text
    assert (read.json()["status"], read.json()["answer"]) == ("answered", ANSWER["answer"])
    assert read.json()["promise"]["state"] == "satisfied"
    assert read.headers["ETag"] == '"2"'
    assert [type(event) for event in await stage.said()] == [EnquiryAnswered]


async def test_a_promise_nobody_keeps_breaks_once_and_a_late_answer_does_not_mend_it(
    stage: Stage,
) -> None:
    await stage.given(a_customer())
    enquiry = (await asked(stage, maria(stage))).json()
    await stage.said()

    await stage.passes(timedelta(days=2))
    overdue = await stage.said()
    late = await answered(stage, enquiry["id"], version=2)

    due = datetime.fromisoformat(enquiry["promise"]["due"])
    assert overdue == [
        EnquiryOverdue(
            enquiry_id=UUID(enquiry["id"]),
            number=enquiry["number"],
            customer_id=MARIA,
            answer_by=due,
        )
    ]
    assert late.json()["promise"]["state"] == "breached"
    assert late.json()["promise"]["breached_at"] == enquiry["promise"]["due"]
    assert [type(event) for event in await stage.said()] == [EnquiryAnswered]


async def test_a_breach_shows_before_the_alarm_has_rung(stage: Stage) -> None:
    await stage.given(a_customer())
    enquiry = (await asked(stage, maria(stage))).json()

    stage.clock.advance(timedelta(days=2))
    read = await stage.http.get(f"/v1/enquiries/{enquiry['id']}", headers=maria(stage))

    assert read.json()["promise"]["state"] == "breached"


async def test_who_is_no_customer_asks_too_and_reads_the_answer(stage: Stage) -> None:
    visitor = stage.as_(Role.CUSTOMER, subject="visitor")
    enquiry = (await asked(stage, visitor)).json()
    await answered(stage, enquiry["id"])

    mine = await stage.http.get("/v1/enquiries", headers=visitor)

    assert [one["answer"] for one in mine.json()["items"]] == [ANSWER["answer"]]
    assert await stage.said() == []  # there is no file to write to


async def test_an_agent_asks_for_a_customer(stage: Stage) -> None:
    await stage.given(a_customer())
    agent = stage.as_(Role.AGENT)

    taken = await asked(stage, agent, customer_id=str(MARIA))
    unknown = await asked(stage, agent, customer_id=str(WEI))

    assert (taken.status_code, unknown.status_code) == (201, 404)
    assert taken.json()["customer_id"] == str(MARIA)


@pytest.mark.parametrize("role", [Role.CUSTOMER, Role.FINANCE])
async def test_somebody_elses_enquiry_answers_like_a_missing_one(stage: Stage, role: Role) -> None:
    await stage.given(a_customer())
    enquiry = (await asked(stage, maria(stage))).json()
    stranger = stage.as_(role, customer_id=WEI if role is Role.CUSTOMER else None, subject="wei")

    read = await stage.http.get(f"/v1/enquiries/{enquiry['id']}", headers=stranger)
    missing = await stage.http.get(f"/v1/enquiries/{MARIA}", headers=stranger)
    listed = await stage.http.get("/v1/enquiries", headers=stranger)
    forged = await asked(stage, stranger, customer_id=str(MARIA))

    assert read.status_code == missing.status_code == forged.status_code == 404
    assert read.json()["detail"] == missing.json()["detail"]
    assert listed.json()["items"] == []


async def test_an_enquiry_is_answered_once_by_an_agent_who_read_it(stage: Stage) -> None:
    await stage.given(a_customer())
    enquiry = (await asked(stage, maria(stage))).json()["id"]
    url = f"/v1/enquiries/{enquiry}/answer"

    customer = await stage.http.put(url, json=ANSWER, headers={**maria(stage), "If-Match": '"1"'})
    unread = await stage.http.put(url, json=ANSWER, headers=stage.as_(Role.AGENT))
    stale = await answered(stage, enquiry, version=7)
    first = await answered(stage, enquiry)
    second = await answered(stage, enquiry, version=2)

    statuses = [each.status_code for each in (customer, unread, stale, first, second)]
    assert statuses == [403, 428, 412, 200, 409]
    assert second.json()["code"] == "enquiry-answered"


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"question": ""}, "/question"),
        ({"question": " "}, "/question"),
        ({"question": "x" * 401}, "/question"),
        ({"language": "fr"}, "/language"),
        ({"product": "../home"}, "/product"),
        ({"customer_id": "maria"}, "/customer_id"),
        ({"surprise": 1}, "/surprise"),
    ],
)
async def test_a_bad_field_is_named(stage: Stage, changes: dict[str, Any], pointer: str) -> None:
    answer = await asked(stage, stage.as_(Role.AGENT), **changes)

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


async def test_without_a_token_nobody_asks_a_person(stage: Stage) -> None:
    assert (await asked(stage, {})).status_code == 401
