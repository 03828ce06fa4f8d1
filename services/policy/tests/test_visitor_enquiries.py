"""A visitor without a token asks a person, and becomes a prospect by it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis.testing import Stage
from contracts.policy import EnquiryAnswered, EnquiryReceived, ProspectWelcomed
from contracts.roles import Role
from policy.examples import MARIA, WEI, a_customer

MINE: dict[str, Any] = {"email": "visitor@insured.example", "contact": True}
PHONE: dict[str, Any] = {"phone": "+34 600 555 010", "contact": True}
QUESTION = "¿Cubren a mi perro?"


async def asked(stage: Stage, **more: Any) -> Any:
    body = {"question": QUESTION, "language": "es", "product": "home", **more}
    return await stage.http.post("/v1/visitor-enquiries", json=body, headers=stage.key())


async def listed(stage: Stage, what: str) -> list[dict[str, Any]]:
    answer = await stage.http.get(f"/v1/{what}", headers=stage.as_(Role.AGENT))
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_what_was_offered_is_sent_without_a_token_with_an_address(stage: Stage) -> None:
    query = {"question": QUESTION, "language": "es"}
    found = await stage.http.get("/v1/explanations", params=query)

    answer = await stage.http.post(
        "/v1/visitor-enquiries", json={**found.json()["enquiry"], **MINE}, headers=stage.key()
    )

    assert answer.status_code == 201, answer.text
    assert answer.json().keys() == {"number", "language", "asked_at", "promise"}
    assert answer.json()["promise"]["state"] == "running"
    [prospect] = await listed(stage, "prospects")
    assert (prospect["channel"], prospect["allowed"]) == ("web", ["contact"])
    [enquiry] = await listed(stage, "enquiries")
    assert (enquiry["prospect_id"], enquiry["customer_id"]) == (prospect["id"], None)
    welcomed, received = await stage.said()
    assert isinstance(welcomed, ProspectWelcomed)
    assert isinstance(received, EnquiryReceived)
    assert welcomed.email == "visitor@insured.example"
    assert received.customer_id == welcomed.customer_id == UUID(prospect["id"])


async def test_the_answer_goes_to_the_prospect(stage: Stage) -> None:
    await asked(stage, **MINE)
    await stage.said()
    [enquiry] = await listed(stage, "enquiries")
    headers = {**stage.as_(Role.AGENT), "If-Match": '"1"'}

    url = f"/v1/enquiries/{enquiry['id']}/answer"
    await stage.http.put(url, json={"answer": "No."}, headers=headers)

    [said] = await stage.said()
    assert isinstance(said, EnquiryAnswered)
    assert said.customer_id == UUID(enquiry["prospect_id"])


async def test_the_same_request_sent_twice_asks_once(stage: Stage) -> None:
    body, key = {"question": QUESTION, "language": "es", **MINE}, stage.key()

    first, second = [
        await stage.http.post("/v1/visitor-enquiries", json=body, headers=key) for _ in range(2)
    ]
    keyless = await stage.http.post("/v1/visitor-enquiries", json=body)

    assert first.json() == second.json()
    assert len(await listed(stage, "enquiries")) == 1
    assert keyless.status_code == 400


async def test_who_asks_again_is_the_same_prospect_and_no_consent_changes(stage: Stage) -> None:
    await asked(stage, **MINE)
    [prospect] = await listed(stage, "prospects")
    refusal = {"granted": False, "how": "said so"}
    url = f"/v1/prospects/{prospect['id']}/consents/contact"
    headers = {**stage.as_(Role.AGENT), "If-Match": '"1"'}
    await stage.http.put(url, json=refusal, headers=headers)

    again = await asked(stage, **MINE, question="¿Y a mi gato?")

    assert again.status_code == 201
    [known] = await listed(stage, "prospects")
    assert (known["id"], known["allowed"]) == (prospect["id"], [])
    assert len(await listed(stage, "enquiries")) == 2


async def test_three_questions_of_one_address_wait_and_no_fourth(stage: Stage) -> None:
    first = [await asked(stage, **MINE, question=f"¿{n}?") for n in range(3)]

    fourth = await asked(stage, **MINE)
    another = await asked(stage, **PHONE)

    assert [one.status_code for one in first] == [201, 201, 201]
    assert (fourth.status_code, fourth.json()["code"]) == (409, "enough-asked")
    assert another.status_code == 201


async def test_an_address_of_a_customer_does_not_put_it_into_their_file(stage: Stage) -> None:
    customer = a_customer()
    await stage.given(customer)

    await asked(stage, **MINE | {"email": customer.email})
    hers = await stage.http.get(
        "/v1/enquiries", headers=stage.as_(Role.CUSTOMER, customer_id=MARIA)
    )

    assert hers.json()["items"] == []


async def test_nobody_but_our_agents_reads_what_a_visitor_asked(stage: Stage) -> None:
    answer = await asked(stage, **MINE)
    one = answer.headers["Location"]
    wei = stage.as_(Role.CUSTOMER, customer_id=WEI, subject="visitor")

    open_to_all = await stage.http.get("/v1/visitor-enquiries")
    stranger = await stage.http.get(one, headers=wei)
    nobody = await stage.http.get(one)

    assert open_to_all.status_code in {404, 405}
    assert (stranger.status_code, nobody.status_code) == (404, 401)


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"contact": False}, "/contact"),
        ({"email": None}, "/email"),
        ({"email": "nobody"}, "/email"),
        ({"phone": "call me"}, "/phone"),
        ({"question": " "}, "/question"),
        ({"customer_id": str(MARIA)}, "/customer_id"),
        ({"time_zone": "Mars/Base"}, "/time_zone"),
    ],
)
async def test_a_bad_field_is_named(stage: Stage, changes: dict[str, Any], pointer: str) -> None:
    answer = await asked(stage, **{**MINE, **changes})

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert await listed(stage, "prospects") == []


async def test_who_is_forgotten_has_asked_nothing(stage: Stage) -> None:
    await asked(stage, **MINE)
    [prospect] = await listed(stage, "prospects")
    await stage.said()
    who = stage.as_(Role.CUSTOMER, customer_id=UUID(prospect["id"]))

    export = await stage.http.get(f"/v1/customers/{prospect['id']}/export", headers=who)
    erased = await stage.http.put(
        f"/v1/customers/{prospect['id']}/erasure",
        json={"reason": "Forget me."},
        headers={**who, "If-Match": '"1"'},
    )
    await stage.said()
    await stage.passes(timedelta(days=3))

    kinds = {one["kind"] for one in export.json()["items"]}
    assert kinds == {"prospects", "enquiries"}
    assert erased.json()["status"] == "done"
    [enquiry] = await listed(stage, "enquiries")
    assert (enquiry["question"], enquiry["prospect_id"]) == ("—", None)
    assert await stage.said() == []
