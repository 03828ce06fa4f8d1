"""Lists of complaints: customers see theirs, staff see all; what we are told we remember."""

from typing import Any

from chassis.ids import new_id
from chassis.testing import Stage
from complaints.domain.complaint import Complaint, Status
from complaints.domain.known import Kind, Known
from complaints.examples import CLAIM, MARIA, WEI, a_complaint
from contracts.claims import ClaimFiled
from contracts.roles import Role


def another(number: int, **changed: Any) -> Complaint:
    complaint = a_complaint(**changed)
    complaint.id, complaint.number = new_id(), f"Q-2026-{number:06}"
    return complaint


async def listed(stage: Stage, query: str, headers: dict[str, str]) -> list[str]:
    answer = await stage.http.get(f"/v1/complaints{query}", headers=headers)
    assert answer.status_code == 200, answer.text
    return [item["number"] for item in answer.json()["items"]]


async def test_customers_see_their_own_and_staff_see_all(stage: Stage) -> None:
    await stage.given(another(1), another(2, customer_id=WEI), another(3, status=Status.CLOSED))
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)
    officer = stage.as_(Role.COMPLAINTS_OFFICER)

    assert await listed(stage, "", maria) == ["Q-2026-000003", "Q-2026-000001"]
    assert await listed(stage, "?status=open", maria) == ["Q-2026-000001"]
    assert len(await listed(stage, "", officer)) == 3
    assert await listed(stage, f"?customer_id={WEI}", officer) == ["Q-2026-000002"]


async def test_a_customer_does_not_list_somebody_elses(stage: Stage) -> None:
    await stage.given(another(1, customer_id=WEI))
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)
    nobody = stage.as_(Role.CUSTOMER)

    strangers = await stage.http.get(f"/v1/complaints?customer_id={WEI}", headers=maria)
    of_no_customer = await stage.http.get("/v1/complaints", headers=nobody)

    assert (strangers.status_code, of_no_customer.status_code) == (404, 404)


async def test_the_list_comes_in_pages(stage: Stage) -> None:
    await stage.given(*(another(number) for number in range(1, 6)))
    officer = stage.as_(Role.COMPLAINTS_OFFICER)

    first = (await stage.http.get("/v1/complaints?limit=3", headers=officer)).json()
    rest = await stage.http.get(f"/v1/complaints?limit=3&after={first['next']}", headers=officer)

    numbers = [item["number"] for item in first["items"] + rest.json()["items"]]
    assert numbers == [f"Q-2026-{number:06}" for number in (5, 4, 3, 2, 1)]
    assert rest.json()["next"] is None


async def test_bad_questions_are_refused(stage: Stage) -> None:
    officer = stage.as_(Role.COMPLAINTS_OFFICER)

    statuses = [
        (await stage.http.get(f"/v1/complaints?{query}", headers=officer)).status_code
        for query in ("status=lost", "customer_id=7", "limit=0", "limit=101", "after=x", "what=1")
    ]

    assert statuses == [400] * 6


async def test_what_others_tell_us_is_remembered_once_whatever_the_order(
    stage: Stage, claim_filed: ClaimFiled
) -> None:
    await stage.hears(claim_filed)
    await stage.hears(claim_filed, again=True)

    known = await stage.get(Known, (Kind.CLAIM, CLAIM))
    assert known.customer_id == MARIA


async def test_a_customer_complains_about_what_was_just_told(
    stage: Stage, claim_filed: ClaimFiled
) -> None:
    await stage.hears(claim_filed)

    answer = await stage.http.post(
        "/v1/complaints",
        json={"about": "claim", "about_id": str(CLAIM), "description": "Slow."},
        headers=stage.as_(Role.CUSTOMER, customer_id=MARIA) | stage.key(),
    )

    assert answer.status_code == 201
