"""Deciding a claim, from outside: an adjuster approves or declines what the rules referred."""

import asyncio
from typing import Any

import pytest

from chassis.testing import Stage
from claims.domain.claim import Claim, Status
from claims.examples import (
    CLAIM,
    MARIA,
    NOW,
    POLICY,
    a_claim,
    a_cover,
    a_loss,
    the_cancellation,
    the_issue,
    usd,
)
from contracts.claims import ClaimApproved, ClaimDeclined
from contracts.roles import Role

URL = f"/v1/claims/{CLAIM}/decision"
READ = {"If-Match": '"1"'}
APPROVE = {"decision": "approve", "amount": {"amount": "7500.00", "currency": "USD"}}
DECLINE = {"decision": "decline", "reason": "The damage is below your deductible."}


async def test_an_approved_claim_is_announced(stage: Stage) -> None:
    await stage.given(the_issue(), a_claim())
    ana = stage.as_(Role.ADJUSTER, subject="ana")

    answer = await stage.http.put(URL, json=APPROVE, headers={**ana, **READ})

    assert answer.status_code == 200, answer.text
    assert answer.json()["status"] == "approved"
    assert answer.headers["ETag"] == '"2"'
    claim = await stage.get(Claim, CLAIM)
    assert (claim.decided_by, claim.decided_at) == ("ana", NOW)
    assert await stage.said() == [
        ClaimApproved(
            claim_id=CLAIM,
            number="C-2026-000041",
            policy_id=POLICY,
            customer_id=MARIA,
            amount=usd(7500),
            findings=claim.findings,
            approved_by="ana",
        )
    ]


async def test_a_declined_claim_is_announced_with_its_reason(stage: Stage) -> None:
    await stage.given(the_issue(), a_claim(loss=a_loss(900)))
    ana = stage.as_(Role.ADJUSTER, subject="ana")

    answer = await stage.http.put(URL, json=DECLINE, headers={**ana, **READ})

    assert answer.json()["status"] == "declined"
    assert answer.json()["reason"] == DECLINE["reason"]
    [declined] = await stage.said()
    assert isinstance(declined, ClaimDeclined)
    assert (declined.reason, declined.declined_by) == (DECLINE["reason"], "ana")


@pytest.mark.parametrize(
    ("decision", "code", "pointer"),
    [
        ({"decision": "approve"}, "incomplete-decision", "/amount"),
        ({"decision": "decline"}, "incomplete-decision", "/reason"),
        ({"decision": "decline", "reason": " "}, "incomplete-decision", "/reason"),
        (
            {"decision": "approve", "amount": {"amount": "7500.01", "currency": "USD"}},
            "not-covered",
            "/amount",
        ),
        (
            {"decision": "approve", "amount": {"amount": "0.00", "currency": "USD"}},
            "not-covered",
            "/amount",
        ),
        (
            {"decision": "approve", "amount": {"amount": "1.00", "currency": "EUR"}},
            "currency-mismatch",
            "/amount/currency",
        ),
        ({"decision": "perhaps"}, "invalid-body", "/decision"),
        ({**APPROVE, "amount": 7500.0}, "invalid-body", "/amount"),
        ({**APPROVE, "by": "me"}, "invalid-body", "/by"),
    ],
)
async def test_a_decision_we_cannot_take_names_the_field(
    stage: Stage, decision: dict[str, Any], code: str, pointer: str
) -> None:
    await stage.given(the_issue(), a_claim())

    answer = await stage.http.put(URL, json=decision, headers={**stage.as_(Role.ADJUSTER), **READ})

    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] == code
    assert [wrong["pointer"] for wrong in answer.json()["errors"]] == [pointer]
    assert await stage.said() == []
    assert (await stage.get(Claim, CLAIM)).status is Status.IN_REVIEW


async def test_a_decision_goes_by_the_cover_as_we_know_it_now(stage: Stage) -> None:
    await stage.given(the_issue(), a_claim(), the_cancellation())

    answer = await stage.http.put(URL, json=APPROVE, headers={**stage.as_(Role.ADJUSTER), **READ})

    assert answer.json()["code"] == "not-covered"


async def test_a_claim_is_decided_only_once(stage: Stage) -> None:
    await stage.given(a_cover(), a_claim(Status.APPROVED))

    answer = await stage.http.put(URL, json=DECLINE, headers={**stage.as_(Role.ADJUSTER), **READ})

    assert answer.status_code == 409
    assert answer.json()["type"] == "/problems/illegal-claim-move"
    assert await stage.said() == []


async def test_of_two_decisions_at_the_same_moment_one_counts(stage: Stage) -> None:
    await stage.given(a_cover(), a_claim())
    headers = {**stage.as_(Role.ADJUSTER), **READ}

    answers = await asyncio.gather(
        *(stage.http.put(URL, json=body, headers=headers) for body in (APPROVE, DECLINE))
    )

    statuses = sorted(answer.status_code for answer in answers)
    assert statuses[0] == 200
    assert statuses[1] in {409, 412}
    assert len(await stage.said()) == 1


async def test_a_claim_that_changed_since_it_was_read_is_read_again(stage: Stage) -> None:
    await stage.given(a_cover(), a_claim())

    answer = await stage.http.put(
        URL, json=APPROVE, headers={**stage.as_(Role.ADJUSTER), "If-Match": '"7"'}
    )

    assert answer.status_code == 412
    assert await stage.said() == []


async def test_a_decision_names_the_version_that_was_read(stage: Stage) -> None:
    await stage.given(a_cover(), a_claim())

    answer = await stage.http.put(URL, json=APPROVE, headers=stage.as_(Role.ADJUSTER))

    assert answer.status_code == 428
