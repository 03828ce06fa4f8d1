"""Opening a complaint, from outside: HTTP and events in, HTTP and events out."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis.ids import new_id
from chassis.testing import Stage
from complaints.domain.complaint import Complaint
from complaints.domain.known import Kind
from complaints.examples import CLAIM, MARIA, POLICY, WEI, WORDS, a_known, what_maria_has
from contracts.complaints import ComplaintOpened
from contracts.roles import Role

ABOUT_HER_CLAIM: dict[str, Any] = {
    "about": "claim",
    "about_id": str(CLAIM),
    "description": WORDS,
}


def maria(stage: Stage) -> dict[str, str]:
    return stage.as_(Role.CUSTOMER, customer_id=MARIA, subject="maria") | stage.key()


async def test_a_customer_complains_about_their_claim(stage: Stage) -> None:
    await stage.given(*what_maria_has())

    answer = await stage.http.post("/v1/complaints", json=ABOUT_HER_CLAIM, headers=maria(stage))

    assert answer.status_code == 201
    said = answer.json()
    assert answer.headers["ETag"] == '"1"'
    assert answer.headers["Location"] == f"/v1/complaints/{said['id']}"
    assert said["number"] == "Q-2026-000001"
    assert said["status"] == "open"
    assert said["customer_id"] == str(MARIA)
    assert said["promise"] == {
        "acknowledge_by": "2026-03-04T09:30:00Z",
        "acknowledged_at": None,
        "state": "running",
    }
    assert await stage.said() == [
        ComplaintOpened(
            complaint_id=UUID(said["id"]),
            number="Q-2026-000001",
            customer_id=MARIA,
            about="claim",
            about_id=CLAIM,
            opened_at=stage.clock.now(),
            acknowledge_by=stage.clock.now() + timedelta(days=2),
        )
    ]


async def test_a_complaint_about_our_service_names_nothing(stage: Stage) -> None:
    answer = await stage.http.post(
        "/v1/complaints",
        json={"about": "service", "description": WORDS},
        headers=maria(stage),
    )

    assert answer.status_code == 201
    assert answer.json()["about_id"] is None


@pytest.mark.parametrize("role", [Role.AGENT, Role.COMPLAINTS_OFFICER])
async def test_our_people_complain_for_a_customer(stage: Stage, role: Role) -> None:
    await stage.given(*what_maria_has())

    answer = await stage.http.post(
        "/v1/complaints",
        json={
            "about": "policy",
            "about_id": str(POLICY),
            "description": WORDS,
            "customer_id": str(MARIA),
        },
        headers=stage.as_(role) | stage.key(),
    )

    assert answer.status_code == 201
    stored = await stage.get(Complaint, UUID(answer.json()["id"]))
    assert (stored.customer_id, stored.opened_by) == (MARIA, "mira")


async def test_our_people_must_say_for_whom(stage: Stage) -> None:
    answer = await stage.http.post(
        "/v1/complaints",
        json={"about": "service", "description": WORDS},
        headers=stage.as_(Role.AGENT) | stage.key(),
    )

    assert answer.status_code == 422
    assert answer.json()["code"] == "customer-missing"
    assert answer.json()["errors"][0]["pointer"] == "/customer_id"


async def test_our_people_cannot_complain_for_somebody_nobody_knows(stage: Stage) -> None:
    answer = await stage.http.post(
        "/v1/complaints",
        json={"about": "service", "description": WORDS, "customer_id": str(WEI)},
        headers=stage.as_(Role.AGENT) | stage.key(),
    )

    assert answer.status_code == 404
    assert answer.headers["Retry-After"] == "1"


async def test_what_we_have_not_heard_of_may_still_be_on_its_way(stage: Stage) -> None:
    refused = await stage.http.post("/v1/complaints", json=ABOUT_HER_CLAIM, headers=maria(stage))
    await stage.given(*what_maria_has())
    taken = await stage.http.post("/v1/complaints", json=ABOUT_HER_CLAIM, headers=maria(stage))

    assert refused.status_code == 404
    assert refused.json()["code"] == "not-known-yet"
    assert refused.headers["Retry-After"] == "1"
    assert taken.status_code == 201


async def test_somebody_elses_claim_answers_just_like_an_unknown_one(stage: Stage) -> None:
    unknown = await stage.http.post(
        "/v1/complaints",
        json=ABOUT_HER_CLAIM | {"about_id": str(new_id())},
        headers=maria(stage),
    )
    await stage.given(a_known(Kind.CLAIM, CLAIM, customer_id=WEI))
    strangers = await stage.http.post("/v1/complaints", json=ABOUT_HER_CLAIM, headers=maria(stage))

    assert strangers.status_code == 404
    assert _without_trace(strangers.json()) == _without_trace(unknown.json())
    assert strangers.headers["Retry-After"] == unknown.headers["Retry-After"]
    assert await stage.said() == []


async def test_a_customer_does_not_complain_for_somebody_else(stage: Stage) -> None:
    answer = await stage.http.post(
        "/v1/complaints",
        json={"about": "service", "description": WORDS, "customer_id": str(WEI)},
        headers=maria(stage),
    )

    assert answer.status_code == 404
    assert await stage.said() == []


async def test_the_same_request_twice_opens_one_complaint(stage: Stage) -> None:
    await stage.given(*what_maria_has())
    headers = maria(stage)

    first = await stage.http.post("/v1/complaints", json=ABOUT_HER_CLAIM, headers=headers)
    again = await stage.http.post("/v1/complaints", json=ABOUT_HER_CLAIM, headers=headers)

    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert len(await stage.said()) == 1


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"about": "weather"}, "/about"),
        ({"about": None}, "/about"),
        ({"about_id": "no-id"}, "/about_id"),
        ({"about_id": None}, "/about_id"),
        ({"about": "service"}, "/about_id"),
        ({"description": ""}, "/description"),
        ({"description": " \n "}, "/description"),
        ({"description": "x" * 4001}, "/description"),
        ({"description": "a\u202eb"}, "/description"),
        ({"description": "a\u0000b"}, "/description"),
        ({"description": 7}, "/description"),
        ({"customer_id": 7}, "/customer_id"),
        ({"surprise": 1}, "/surprise"),
    ],
)
async def test_a_bad_field_is_named(stage: Stage, changed: dict[str, Any], pointer: str) -> None:
    await stage.given(*what_maria_has())

    answer = await stage.http.post(
        "/v1/complaints", json=ABOUT_HER_CLAIM | changed, headers=maria(stage)
    )

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert await stage.said() == []


@pytest.mark.parametrize("body", [b"{", b"[]", b"null", b'"x"', b"", b"\xff"])
async def test_a_body_that_is_no_order_is_refused(stage: Stage, body: bytes) -> None:
    answer = await stage.http.post(
        "/v1/complaints",
        content=body,
        headers=maria(stage) | {"Content-Type": "application/json"},
    )

    assert answer.status_code in {400, 422}


async def test_without_a_token_nobody_complains(stage: Stage) -> None:
    answer = await stage.http.post("/v1/complaints", json=ABOUT_HER_CLAIM, headers=stage.key())

    assert answer.status_code == 401


@pytest.mark.parametrize("role", [Role.ADJUSTER, Role.FINANCE, Role.OPS, Role.IMPORTER])
async def test_other_roles_do_not_complain(stage: Stage, role: Role) -> None:
    answer = await stage.http.post(
        "/v1/complaints", json=ABOUT_HER_CLAIM, headers=stage.as_(role) | stage.key()
    )

    assert answer.status_code == 403


async def test_a_request_without_a_key_is_refused(stage: Stage) -> None:
    headers = stage.as_(Role.CUSTOMER, customer_id=MARIA)

    answer = await stage.http.post("/v1/complaints", json=ABOUT_HER_CLAIM, headers=headers)

    assert answer.status_code == 400


def _without_trace(problem: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in problem.items() if name != "trace_id"}
