"""Bad input: each mistake gets its 4xx problem with the field named, and nothing is done."""

from typing import Any

import pytest

from chassis.testing import Stage
from claims.examples import MARIA, a_report, the_issue
from contracts.roles import Role

HUGE = "9" * 40


def usd(amount: Any) -> dict[str, Any]:
    return {"amount": amount, "currency": "USD"}


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"policy_id": "P-2025-000001"}, "/policy_id"),
        ({"policy_id": None}, "/policy_id"),
        ({"peril": "meteorite"}, "/peril"),
        ({"peril": ["fire"]}, "/peril"),
        ({"occurred_at": "2026-02-30T09:30:00Z"}, "/occurred_at"),
        ({"occurred_at": "2026-02-28T09:30:00"}, "/occurred_at"),
        ({"occurred_at": "2026-03-02T09:30:01Z"}, "/occurred_at"),
        ({"occurred_at": "9999-12-31T23:59:59Z"}, "/occurred_at"),
        ({"occurred_at": "0001-01-01T00:00:00Z"}, "/occurred_at"),
        ({"occurred_at": 1772271000}, "/occurred_at"),
        ({"damage": usd("-0.01")}, "/damage"),
        ({"damage": usd("1.001")}, "/damage/amount"),
        ({"damage": usd(HUGE)}, "/damage/amount"),
        ({"damage": usd("NaN")}, "/damage/amount"),
        ({"damage": usd(8500)}, "/damage/amount"),
        ({"damage": usd(8500.5)}, "/damage/amount"),
        ({"damage": {"amount": "1.00", "currency": "usd"}}, "/damage/currency"),
        ({"damage": {"amount": "1.00", "currency": "EUR"}}, "/damage/currency"),
        ({"damage": {"amount": "1.00"}}, "/damage/currency"),
        ({"damage": None}, "/damage"),
        ({"property_value": usd("-1.00")}, "/property_value"),
        ({"property_value": {"amount": "1.00", "currency": "EUR"}}, "/property_value/currency"),
        ({"description": "a\x00b"}, "/description"),
        ({"description": "a\u202eb"}, "/description"),
        ({"description": "x" * 4001}, "/description"),
        ({"description": 7}, "/description"),
        ({"status": "approved"}, "/status"),
        ({"customer_id": str(MARIA)}, "/customer_id"),
    ],
)
async def test_a_bad_report_is_refused_with_the_field_named(
    stage: Stage, changes: dict[str, Any], pointer: str
) -> None:
    await stage.given(the_issue())
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)

    answer = await stage.http.post(
        "/v1/claims", json=a_report(**changes), headers={**maria, **stage.key()}
    )

    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert [wrong["pointer"] for wrong in answer.json()["errors"]] == [pointer]
    assert await stage.said() == []


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("status=lost", "status"),
        ("policy_id=1", "policy_id"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("after=forged", "after"),
        ("colour=red", "colour"),
    ],
)
async def test_a_bad_question_is_refused_with_the_parameter_named(
    stage: Stage, query: str, name: str
) -> None:
    answer = await stage.http.get(f"/v1/claims?{query}", headers=stage.as_(Role.ADJUSTER))

    assert answer.status_code == 400
    assert [wrong["name"] for wrong in answer.json()["errors"]] == [name]


@pytest.mark.parametrize("reference", ["", " ", "a\nb", "x" * 141, None, 7])
async def test_a_bad_payment_reference_is_refused(stage: Stage, reference: object) -> None:
    headers = {**stage.as_(Role.FINANCE), "If-Match": '"1"'}

    answer = await stage.http.put(
        "/v1/claims/0192d3a0-0000-7000-8000-0000000000c1/payment",
        json={"reference": reference},
        headers=headers,
    )

    assert answer.status_code == 422
    assert [wrong["pointer"] for wrong in answer.json()["errors"]] == ["/reference"]
