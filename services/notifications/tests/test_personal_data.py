"""What notifications know of somebody, from outside: theirs to take away, and nobody else's."""

from chassis.testing import Stage
from contracts.roles import Role
from notifications.examples import MARIA, WEI, claim_filed, registered
from notifications.storage import metadata
from notifications.storage.personal import told

HERS = f"/v1/personal-data/notifications/{MARIA}"


def test_no_table_is_forgotten() -> None:
    assert {one.table.name for one in told(MARIA)} == set(metadata.tables)


async def test_a_customer_takes_away_every_letter(stage: Stage) -> None:
    await stage.hears(registered(), claim_filed())
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)
    inbox = (await stage.http.get("/v1/inbox", headers=maria)).json()["items"]

    answer = await stage.http.get(HERS, params={"limit": 100}, headers=maria)

    items = answer.json()["items"]
    assert {one["kind"] for one in items} == {"contacts", "inbox_items", "deliveries"}
    letters = {one["id"]: one["data"]["body"] for one in items if one["kind"] == "inbox_items"}
    assert letters == {one["id"]: one["body"] for one in inbox}
    contact = items[0]["data"]
    assert contact["email"] == "maria@example.com"
    assert "lease" not in items[-1]["data"]


async def test_nobody_else_takes_it(stage: Stage) -> None:
    await stage.hears(registered())

    wei = await stage.http.get(HERS, headers=stage.as_(Role.CUSTOMER, customer_id=WEI))
    ops = await stage.http.get(HERS, headers=stage.as_(Role.OPS))
    officer = await stage.http.get(HERS, headers=stage.as_(Role.DATA_OFFICER))

    assert (wei.status_code, ops.status_code, officer.status_code) == (404, 403, 200)
    assert (await stage.http.get(HERS)).status_code == 401
