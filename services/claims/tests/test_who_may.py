"""Who may do what with a claim: strangers find nothing, and wrong roles are refused."""

from typing import Any

import pytest

from chassis.testing import Stage
from claims.domain.claim import Claim, Status
from claims.examples import CLAIM, MARIA, POLICY, WEI, a_claim, a_report, the_issue
from contracts.roles import Role

ONE = f"/v1/claims/{CLAIM}"
ROUTES: dict[str, tuple[str, str, Any, set[Role]]] = {
    "report": (
        "POST", "/v1/claims", a_report(), {Role.CUSTOMER, Role.AGENT, Role.IMPORTER},
    ),
    "list": (
        "GET", "/v1/claims", None,
        {Role.CUSTOMER, Role.AGENT, Role.IMPORTER, Role.ADJUSTER, Role.FINANCE},
    ),
    "read": (
        "GET", ONE, None,
        {Role.CUSTOMER, Role.AGENT, Role.IMPORTER, Role.ADJUSTER, Role.FINANCE},
    ),
    "decide": (
        "PUT", f"{ONE}/decision", {"decision": "decline", "reason": "No."}, {Role.ADJUSTER},
    ),
    "pay": ("PUT", f"{ONE}/payment", {"reference": "BANK-7"}, {Role.FINANCE}),
    "withdraw": ("PUT", f"{ONE}/withdrawal", {}, {Role.CUSTOMER, Role.AGENT}),
}  # fmt: skip


async def call(stage: Stage, route: str, headers: dict[str, str]) -> Any:
    method, url, body, _ = ROUTES[route]
    extra = {**stage.key(), "If-Match": '"1"'}
    return await stage.http.request(
        method, url, json=body, headers={**headers, **extra} if method != "GET" else headers
    )


@pytest.mark.parametrize("route", ROUTES)
async def test_without_a_token_nobody_may_anything(stage: Stage, route: str) -> None:
    await stage.given(the_issue(), a_claim())

    assert (await call(stage, route, {})).status_code == 401


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("route", ROUTES)
async def test_each_route_takes_its_own_roles_and_no_other(
    stage: Stage, route: str, role: Role
) -> None:
    status = Status.APPROVED if route == "pay" else Status.IN_REVIEW
    await stage.given(the_issue(), a_claim(status))
    somebody = stage.as_(role, customer_id=MARIA if role is Role.CUSTOMER else None)

    answer = await call(stage, route, somebody)

    if role in ROUTES[route][3]:
        assert answer.status_code in {200, 201}, answer.text
    else:
        assert answer.status_code == 403
        assert answer.json()["code"] == "forbidden"


@pytest.mark.parametrize("route", ["report", "read", "withdraw"])
async def test_somebody_elses_claim_is_like_a_missing_one(stage: Stage, route: str) -> None:
    wei = stage.as_(Role.CUSTOMER, customer_id=WEI)

    missing = await call(stage, route, wei)
    await stage.given(the_issue(), a_claim())
    somebody_elses = await call(stage, route, wei)

    assert missing.status_code == somebody_elses.status_code == 404
    assert without_trace(somebody_elses.json()) == without_trace(missing.json())
    assert await stage.said() == []
    assert (await stage.get(Claim, CLAIM)).status is Status.IN_REVIEW


@pytest.mark.parametrize("extra", ["offline_access", Role.FINANCE, Role.UNDERWRITER])
async def test_a_customer_with_a_role_of_another_door_is_still_a_stranger(
    stage: Stage, extra: str
) -> None:
    await stage.given(the_issue(), a_claim())
    wei = stage.as_(Role.CUSTOMER, extra, customer_id=WEI)

    assert (await call(stage, "withdraw", wei)).status_code == 404


async def test_a_customer_without_a_file_owns_nothing(stage: Stage) -> None:
    await stage.given(the_issue(), a_claim())

    assert (await call(stage, "read", stage.as_(Role.CUSTOMER))).status_code == 404


async def test_a_customer_lists_only_their_own(stage: Stage) -> None:
    await stage.given(the_issue(), a_claim())

    hers = await call(stage, "list", stage.as_(Role.CUSTOMER, customer_id=MARIA))
    his = await call(stage, "list", stage.as_(Role.CUSTOMER, customer_id=WEI))
    nobodys = await call(stage, "list", stage.as_(Role.CUSTOMER))
    asked = await stage.http.get(
        f"/v1/claims?policy_id={POLICY}", headers=stage.as_(Role.CUSTOMER, customer_id=WEI)
    )

    assert [item["id"] for item in hers.json()["items"]] == [str(CLAIM)]
    assert his.json()["items"] == nobodys.json()["items"] == asked.json()["items"] == []


def without_trace(problem: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in problem.items() if name != "trace_id"}
