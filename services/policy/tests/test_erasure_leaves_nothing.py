"""What neither runs nor is kept by a law stands in nobody's way to be forgotten."""

from datetime import datetime, timedelta
from typing import Any

from chassis.ids import new_id
from chassis.money import Money
from chassis.testing import Stage
from contracts.claims import ClaimFiled, ClaimWithdrawn
from contracts.insured import Peril
from contracts.policy import ApplicationWithdrawn, CustomerErased
from contracts.roles import Role
from policy.domain.application import Status
from policy.domain.sale import audit, negotiate
from policy.examples import MARIA, NOW, POLICY, a_customer, an_agreement
from policy.examples.selling import an_application
from policy.storage import Underwriting


async def erase(stage: Stage, reason: str) -> Any:
    answer = await stage.http.put(
        f"/v1/customers/{MARIA}/erasure",
        json={"reason": reason},
        headers={**maria(stage), "If-Match": '"1"'},
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


def maria(stage: Stage) -> dict[str, str]:
    return stage.as_(Role.CUSTOMER, customer_id=MARIA, subject="maria")


async def test_a_postponed_application_is_withdrawn_and_forgotten(stage: Stage) -> None:
    waits = an_application()
    negotiate.agree(waits, side="customer", by="maria", at=NOW)
    audit.submit(waits, by="maria", at=NOW)
    audit.audit(waits, Underwriting().rules("home"), at=NOW)
    waits.move_to(Status.POSTPONED, by="vera", at=NOW)
    await stage.given(a_customer(), waits)

    erased = await erase(stage, "I moved away.")

    assert (erased["status"], erased["obstacles"]) == ("done", [])
    assert [type(one) for one in await stage.said()] == [ApplicationWithdrawn, CustomerErased]
    again = await stage.http.put(
        f"/v1/applications/{waits.id}/submission",
        headers={**maria(stage), **stage.key(), "If-Match": '"2"'},
    )
    assert again.status_code in {404, 409}, again.text


async def test_her_words_for_it_are_forgotten_too(stage: Stage) -> None:
    await stage.given(a_customer())

    erased = await erase(stage, "I, María Santos, want no more letters.")

    read = await stage.http.get(f"/v1/customers/{MARIA}/erasure", headers=maria(stage))
    assert [erased["reason"], read.json()["reason"]] == ["—", "—"]


async def test_when_the_law_s_time_is_over_it_is_said_again_unless_a_claim_is_open(
    stage: Stage,
) -> None:
    await stage.given(a_customer())
    importer = {**stage.as_(Role.IMPORTER), **stage.key()}
    term = an_agreement(starts_on="2025-01-26", ends_on="2026-01-26")
    assert (await stage.http.post("/v1/policies", json=term, headers=importer)).status_code == 201
    await stage.passes(timedelta())
    reduced = await erase(stage, "I moved away.")
    claim = {"claim_id": new_id(), "number": "C-2034-000001", "customer_id": MARIA}
    await stage.hears(
        ClaimFiled(**claim, policy_id=POLICY, peril=Peril.FIRE, occurred_at=NOW,
                   damage=Money(1000, "USD"), filed_at=NOW)
    )  # fmt: skip
    url = f"/v1/customers/{MARIA}/erasure"
    await stage.said()

    until = datetime.fromisoformat(reduced["kept"][0]["until"])
    await stage.passes(until - stage.clock.now())
    waits = (await stage.http.get(url, headers=maria(stage))).json()
    told = await stage.said()
    await stage.hears(ClaimWithdrawn(**claim, withdrawn_at=stage.clock.now()))
    await stage.passes(timedelta(days=31))

    assert (reduced["status"], waits["status"]) == ("reduced", "reduced")
    assert CustomerErased not in map(type, told)
    assert (await stage.http.get(url, headers=maria(stage))).json()["status"] == "done"
    [erased] = [one for one in await stage.said() if isinstance(one, CustomerErased)]
    assert erased.kept_until is None
