"""Paying and taking back a claim, from outside."""

import asyncio
from uuid import UUID

import pytest

from chassis.testing import Stage
from claims.domain.claim import Claim, Status
from claims.examples import CLAIM, MARIA, NOW, a_claim, usd
from contracts.claims import ClaimPaid, ClaimWithdrawn
from contracts.roles import Role

URL = f"/v1/claims/{CLAIM}/payment"
OTHER = UUID("0192d3a0-0000-7000-8000-0000000000c2")
READ = {"If-Match": '"1"'}


async def test_a_payment_is_announced(stage: Stage) -> None:
    await stage.given(a_claim(Status.APPROVED))

    answer = await stage.http.put(
        URL, json={"reference": "BANK-7"}, headers={**stage.as_(Role.FINANCE), **READ}
    )

    assert answer.json()["status"] == "paid"
    assert answer.json()["payment_reference"] == "BANK-7"
    assert answer.headers["ETag"] == '"2"'
    assert await stage.said() == [
        ClaimPaid(
            claim_id=CLAIM,
            number="C-2026-000041",
            customer_id=MARIA,
            amount=usd(7500),
            reference="BANK-7",
            paid_at=NOW,
        )
    ]


async def test_the_same_payment_told_twice_is_noted_once(stage: Stage) -> None:
    await stage.given(a_claim(Status.APPROVED))
    headers = {**stage.as_(Role.FINANCE), **READ}

    first = await stage.http.put(URL, json={"reference": "BANK-7"}, headers=headers)
    again = await stage.http.put(URL, json={"reference": "BANK-7"}, headers=headers)

    assert (again.status_code, again.json()) == (200, first.json())
    assert again.headers["ETag"] == '"2"'
    assert len(await stage.said()) == 1


async def test_a_claim_is_not_paid_again_under_another_reference(stage: Stage) -> None:
    await stage.given(a_claim(Status.PAID))

    answer = await stage.http.put(
        URL, json={"reference": "BANK-8"}, headers={**stage.as_(Role.FINANCE), **READ}
    )

    assert answer.status_code == 409
    assert answer.json()["code"] == "illegal-claim-move"


async def test_a_reference_pays_one_claim(stage: Stage) -> None:
    await stage.given(
        a_claim(Status.PAID, id=OTHER, number="C-2026-000002"), a_claim(Status.APPROVED)
    )

    answer = await stage.http.put(
        URL, json={"reference": "BANK-1"}, headers={**stage.as_(Role.FINANCE), **READ}
    )

    assert answer.status_code == 409
    assert answer.json()["code"] == "payment-reference-used"
    assert await stage.said() == []
    assert (await stage.get(Claim, CLAIM)).status is Status.APPROVED


async def test_a_reference_pays_one_claim_even_when_two_are_paid_at_once(stage: Stage) -> None:
    await stage.given(
        a_claim(Status.APPROVED, id=OTHER, number="C-2026-000002"), a_claim(Status.APPROVED)
    )
    headers = {**stage.as_(Role.FINANCE), **READ}

    answers = await asyncio.gather(
        *(
            stage.http.put(
                f"/v1/claims/{claim_id}/payment", json={"reference": "BANK-7"}, headers=headers
            )
            for claim_id in (CLAIM, OTHER)
        )
    )

    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert len(await stage.said()) == 1


@pytest.mark.parametrize("status", [Status.IN_REVIEW, Status.DECLINED, Status.WITHDRAWN])
async def test_only_an_approved_claim_is_paid(stage: Stage, status: Status) -> None:
    await stage.given(a_claim(status))

    answer = await stage.http.put(
        URL, json={"reference": "BANK-7"}, headers={**stage.as_(Role.FINANCE), **READ}
    )

    assert answer.status_code == 409


async def test_a_customer_takes_a_claim_back(stage: Stage) -> None:
    await stage.given(a_claim())
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)

    answer = await stage.http.put(
        f"/v1/claims/{CLAIM}/withdrawal", json={}, headers={**maria, **READ}
    )

    assert answer.json()["status"] == "withdrawn"
    assert await stage.said() == [
        ClaimWithdrawn(claim_id=CLAIM, number="C-2026-000041", customer_id=MARIA, withdrawn_at=NOW)
    ]


async def test_money_that_has_left_us_is_not_taken_back(stage: Stage) -> None:
    await stage.given(a_claim(Status.PAID))
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)

    answer = await stage.http.put(
        f"/v1/claims/{CLAIM}/withdrawal", json={}, headers={**maria, **READ}
    )

    assert answer.status_code == 409
    assert await stage.said() == []
