"""Reporting a loss, from outside: HTTP and events in, HTTP and events out."""

import asyncio

import pytest

from chassis.testing import Stage
from claims.domain.claim import Claim, Status
from claims.examples import MARIA, NOW, POLICY, a_claim, a_cover, a_report, the_issue, usd
from contracts.claims import ClaimApproved, ClaimFiled, ClaimReferred
from contracts.insured import Peril
from contracts.roles import Role


async def test_a_plain_loss_is_approved_at_once_and_announced(stage: Stage) -> None:
    await stage.given(the_issue())
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)

    answer = await stage.http.post("/v1/claims", json=a_report(), headers={**maria, **stage.key()})

    assert answer.status_code == 201, answer.text
    shown = answer.json()
    assert shown["status"] == "approved"
    assert shown["number"] == "C-2026-000001"
    assert shown["amount"] == {"amount": "7500.00", "currency": "USD"}
    assert answer.headers["ETag"] == '"1"'
    assert answer.headers["Location"] == f"/v1/claims/{shown['id']}"
    claim = await stage.get(Claim, shown["id"])
    assert await stage.said() == [
        ClaimFiled(
            claim_id=claim.id,
            number=claim.number,
            policy_id=POLICY,
            customer_id=MARIA,
            peril=Peril.RAINFALL,
            occurred_at=claim.occurred_at,
            damage=usd(8500),
            filed_at=NOW,
        ),
        ClaimApproved(
            claim_id=claim.id,
            number=claim.number,
            policy_id=POLICY,
            customer_id=MARIA,
            amount=usd(7500),
            findings=claim.findings,
            approved_by="rules",
        ),
    ]


@pytest.mark.parametrize(
    ("changes", "rule", "proposal", "amount"),
    [
        ({"damage": {"amount": "900.00", "currency": "USD"}}, "below_deductible", "decline", 0),
        ({"damage": {"amount": "0.00", "currency": "USD"}}, "below_deductible", "decline", 0),
        ({"peril": "fire"}, "peril_not_covered", "decline", 0),
        ({"occurred_at": "2025-04-01T04:59:59Z"}, "before_inception", "decline", 0),
        (
            {"property_value": {"amount": "8499.99", "currency": "USD"}},
            "damage_above_value",
            "approve",
            7500,
        ),
    ],
)
async def test_what_is_adverse_or_odd_goes_to_a_person_with_a_proposal(
    stage: Stage, changes: dict[str, object], rule: str, proposal: str, amount: int
) -> None:
    await stage.given(the_issue())
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)

    answer = await stage.http.post(
        "/v1/claims", json=a_report(**changes), headers={**maria, **stage.key()}
    )

    shown = answer.json()
    assert shown["status"] == "in_review"
    assert (shown["proposed_decision"], shown["amount"]) == (proposal, None)
    assert [found["rule"] for found in shown["findings"] if not found["passed"]] == [rule]
    _, referred = await stage.said()
    assert isinstance(referred, ClaimReferred)
    assert referred.proposed_decision == proposal
    assert referred.proposed_amount == usd(amount)
    assert [found.rule for found in referred.findings if not found.passed] == [rule]


async def test_beyond_our_authority_a_person_confirms(stage: Stage) -> None:
    await stage.given(the_issue(sum_insured=usd(250_000)))
    importer = stage.as_(Role.IMPORTER)
    damage = {"amount": "150000.00", "currency": "USD"}

    answer = await stage.http.post(
        "/v1/claims", json=a_report(damage=damage), headers={**importer, **stage.key()}
    )

    assert answer.json()["status"] == "in_review"
    assert answer.json()["proposed_amount"] == {"amount": "149000.00", "currency": "USD"}


async def test_a_second_claim_for_the_day_is_referred_and_one_for_another_day_is_not(
    stage: Stage,
) -> None:
    await stage.given(the_issue(), a_claim())
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)

    same_day = await stage.http.post(
        "/v1/claims",
        json=a_report(occurred_at="2026-02-28T22:00:00Z"),
        headers={**maria, **stage.key()},
    )
    day_after = await stage.http.post(
        "/v1/claims",
        json=a_report(occurred_at="2026-03-01T08:00:00Z"),
        headers={**maria, **stage.key()},
    )

    assert same_day.json()["status"] == "in_review"
    assert same_day.json()["findings"][6]["words"] == {"others": "C-2026-000041"}
    assert day_after.json()["status"] == "approved"


async def test_a_claim_taken_back_is_no_duplicate(stage: Stage) -> None:
    await stage.given(the_issue(), a_claim(Status.WITHDRAWN, number="C-2025-000009"))
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)

    answer = await stage.http.post("/v1/claims", json=a_report(), headers={**maria, **stage.key()})

    assert answer.json()["status"] == "approved"


async def test_of_two_claims_at_the_same_moment_one_sees_the_other(stage: Stage) -> None:
    await stage.given(the_issue())
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)

    answers = await asyncio.gather(
        *(
            stage.http.post("/v1/claims", json=a_report(), headers={**maria, **stage.key()})
            for _ in range(2)
        )
    )

    assert sorted(answer.json()["status"] for answer in answers) == ["approved", "in_review"]


async def test_the_same_report_sent_twice_is_one_claim(stage: Stage) -> None:
    await stage.given(the_issue())
    headers = {**stage.as_(Role.CUSTOMER, customer_id=MARIA), **stage.key()}

    first = await stage.http.post("/v1/claims", json=a_report(), headers=headers)
    again = await stage.http.post("/v1/claims", json=a_report(), headers=headers)

    assert again.status_code == 201
    assert again.json() == first.json()
    assert len(await stage.said()) == 2


async def test_a_policy_not_heard_of_yet_may_be_tried_again(stage: Stage) -> None:
    agent = stage.as_(Role.AGENT)

    answer = await stage.http.post("/v1/claims", json=a_report(), headers={**agent, **stage.key()})

    assert answer.status_code == 404
    assert answer.json()["code"] == "policy-unknown"
    assert answer.headers["Retry-After"] == "1"


async def test_a_claim_reads_back_as_it_was_reported(stage: Stage) -> None:
    await stage.given(the_issue())
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)
    report = a_report(property_value=None, description="两行\nagua")

    filed = await stage.http.post("/v1/claims", json=report, headers={**maria, **stage.key()})
    read = await stage.http.get(filed.headers["Location"], headers=maria)

    assert read.status_code == 200
    assert read.json() == filed.json()
    assert {name: read.json()[name] for name in report} == report
    assert read.json()["occurred_on"] == "2026-02-28"
    assert [found["clause"] for found in read.json()["findings"][:5]] == [
        "FL-5", "FL-2", "FL-1", "FL-3", "FL-4",
    ]  # fmt: skip


async def test_cover_remembered_from_before_clauses_were_told_still_answers(stage: Stage) -> None:
    await stage.given(a_cover(clauses=[], time_zone="UTC"))
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)

    answer = await stage.http.post("/v1/claims", json=a_report(), headers={**maria, **stage.key()})

    assert answer.json()["findings"][0]["clause"] == "P-2025-000001"
