"""What claims know of somebody, from outside: theirs to take away, and nobody else's."""

from chassis.testing import Stage
from claims.examples import CLAIM, MARIA, POLICY, WEI, a_claim, a_cover, the_cancellation
from claims.storage import metadata
from claims.storage.personal import told
from contracts.roles import Role


def test_no_table_is_forgotten() -> None:
    assert {one.table.name for one in told(MARIA)} == set(metadata.tables)


async def test_a_customer_takes_away_all_that_claims_know(stage: Stage) -> None:
    await stage.given(a_cover(), a_claim())
    await stage.hears(the_cancellation())
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)

    answer = await stage.http.get(f"/v1/personal-data/claims/{MARIA}", headers=maria)

    told_ = {one["kind"]: one for one in answer.json()["items"]}
    assert {kind: one["id"] for kind, one in told_.items()} == {
        "claims": str(CLAIM),
        "covers": str(POLICY),
        "cancellations": str(POLICY),
    }
    claim = told_["claims"]["data"]
    assert claim["description"] == "Water came in through the kitchen."
    assert claim["damage_amount"] == "8500.00"
    assert not {"filed_by", "decided_by"} & set(claim)


async def test_nobody_else_takes_it(stage: Stage) -> None:
    await stage.given(a_cover(), a_claim())
    hers = f"/v1/personal-data/claims/{MARIA}"

    wei = await stage.http.get(hers, headers=stage.as_(Role.CUSTOMER, customer_id=WEI))
    adjuster = await stage.http.get(hers, headers=stage.as_(Role.ADJUSTER))
    officer = await stage.http.get(hers, headers=stage.as_(Role.DATA_OFFICER))

    assert (wei.status_code, adjuster.status_code, officer.status_code) == (404, 403, 200)
    assert (await stage.http.get(hers)).status_code == 401
