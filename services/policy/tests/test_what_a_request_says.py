"""Whoever asked for cover back hears what is missing, what is to be paid and what happens next."""

from datetime import UTC, datetime, timedelta

import pytest
from arranged.unpaid import (
    MAY,
    a_contract,
    asks,
    bank,
    china,
    grants,
    last,
    notices,
    one,
    paid,
    reference,
    serve,
    status,
    unpaid,
    until,
)

from chassis.testing import Stage
from contracts.policy import EvidenceWanted, PolicyReinstated, ReinstatementGranted
from policy.domain.policy import Status
from policy.examples.money import a_line


@pytest.mark.parametrize("by", ["underwriter", "silence"])
async def test_agreed_and_not_paid_she_hears_the_sum_of_her_request_and_how_to_pay_it(
    stage: Stage, by: str
) -> None:
    policy = await china(stage)
    asked = await asks(stage, policy, evidence="DOC-1")  # 60.00, of May and June
    await until(stage, datetime(2026, 7, 28, 6, tzinfo=UTC))  # July is due by now
    if by == "underwriter":
        assert (await grants(stage, policy, asked)).status_code == 200
    await until(stage, datetime(2026, 8, 3, 6, tzinfo=UTC))

    told = await last(stage, ReinstatementGranted)
    clock = await one(stage, policy, "suspended")

    may = await reference(stage, policy, MAY)
    assert (str(told.to_pay.amount), told.reference) == ("60.00", may)
    assert told.pay_to.account == "YB-CNY-0001"
    assert (told.by_silence, bool(told.law)) == (by == "silence", by == "silence")
    assert told.from_payment
    assert told.pay_until == datetime(2027, 3, 31, 16, tzinfo=UTC)
    assert "60,00" in clock["to_do"]
    await bank(
        stage,
        a_line("60.00", currency="CNY", reference=may.replace(" ", ""), booked_on="2026-08-03"),
        account="YB-CNY-0001",
    )
    assert await status(stage, policy) is Status.ISSUED


async def test_a_request_without_evidence_is_answered_by_what_is_missing(stage: Stage) -> None:
    policy = await china(stage)

    asked = await asks(stage, policy)
    wanted = await last(stage, EvidenceWanted)
    clock = await one(stage, policy, "suspended")

    assert asked.json()["evidence_needed"]
    assert set(wanted.wanted) == {"en", "es", "zh"}
    assert str(wanted.to_pay.amount) == "60.00"
    assert wanted.answer_by == datetime(2026, 7, 31, 16, tzinfo=UTC)  # thirty days there
    assert wanted.wanted["es"] in clock["to_do"]


async def test_with_evidence_or_where_none_is_wanted_nobody_asks_for_it(stage: Stage) -> None:
    policy = await china(stage)
    assert (await asks(stage, policy, evidence="DOC-1")).status_code == 201

    assert [one for one in await stage.said() if isinstance(one, EvidenceWanted)] == []


async def test_paid_and_granted_she_hears_only_that_cover_is_back(stage: Stage) -> None:
    policy = await china(stage)
    asked = await asks(stage, policy, evidence="DOC-1")
    await paid(stage, policy)
    assert (await grants(stage, policy, asked)).status_code == 200

    said = [type(one) for one in await stage.said()]

    assert PolicyReinstated in said
    assert ReinstatementGranted not in said


async def test_of_a_lapsed_contract_too_the_sum_is_that_of_the_request(stage: Stage) -> None:
    policy = await a_contract(stage, "FR")
    await unpaid(stage, policy)
    await stage.passes(timedelta(days=3))
    await serve(stage, (await notices(stage))[0])
    await until(stage, datetime(2026, 7, 2, 8, tzinfo=UTC))
    asked = await asks(stage, policy)

    assert (await grants(stage, policy, asked)).status_code == 200
    told = await last(stage, ReinstatementGranted)
    await paid(stage, policy)

    assert str(told.to_pay.amount) == asked.json()["owed"]["amount"]
    assert (told.by_silence, told.from_payment) == (False, False)
    assert await status(stage, policy) is Status.ISSUED
