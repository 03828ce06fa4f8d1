"""What complaints know of somebody, from outside: theirs to take away, and nobody else's."""

from chassis.testing import Stage
from complaints.domain.complaint import Status
from complaints.examples import CLAIM, COMPLAINT, MARIA, WEI, a_complaint
from complaints.storage import metadata, told
from contracts.claims import ClaimFiled
from contracts.roles import Role

HERS = f"/v1/personal-data/complaints/{MARIA}"


def test_no_table_is_forgotten() -> None:
    assert {one.table.name for one in told(MARIA)} == set(metadata.tables)


async def test_a_customer_takes_away_what_was_said_and_answered(
    stage: Stage, claim_filed: ClaimFiled
) -> None:
    complaint = a_complaint(Status.ANSWERED)
    await stage.given(complaint)
    await stage.hears(claim_filed)

    answer = await stage.http.get(HERS, headers=stage.as_(Role.CUSTOMER, customer_id=MARIA))

    said, thing = answer.json()["items"]
    assert (said["kind"], said["id"]) == ("complaints", str(COMPLAINT))
    assert said["data"]["description"] == complaint.description
    assert said["data"]["answer_text"] == complaint.answer_text
    assert not {"answered_by", "opened_by"} & set(said["data"])
    assert (thing["kind"], thing["id"]) == ("known_things", f"claim/{CLAIM}")


async def test_nobody_else_takes_it(stage: Stage) -> None:
    await stage.given(a_complaint())

    wei = await stage.http.get(HERS, headers=stage.as_(Role.CUSTOMER, customer_id=WEI))
    handler = await stage.http.get(HERS, headers=stage.as_(Role.COMPLAINTS_OFFICER))
    officer = await stage.http.get(HERS, headers=stage.as_(Role.DATA_OFFICER))

    assert (wei.status_code, handler.status_code, officer.status_code) == (404, 403, 200)
    assert (await stage.http.get(HERS)).status_code == 401
