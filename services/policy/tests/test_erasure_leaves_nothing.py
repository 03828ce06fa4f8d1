"""What neither runs nor is kept by a law stands in nobody's way to be forgotten."""

from typing import Any

from chassis.testing import Stage
from contracts.policy import ApplicationWithdrawn, CustomerErased
from contracts.roles import Role
from policy.domain.application import Status
from policy.domain.sale import audit, negotiate
from policy.examples import MARIA, NOW, a_customer
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
