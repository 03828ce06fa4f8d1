"""Who may do what with customers and policies: strangers find nothing, wrong roles are refused."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from chassis.testing import Stage
from contracts.roles import Role
from policy.examples import A_WISH, MARIA, POLICY, WEI, a_file, an_agreement

Sells = Callable[[], Awaitable[Any]]
HER_FILE, HER_POLICY = f"/v1/customers/{MARIA}", f"/v1/policies/{POLICY}"
A_CHANGE: dict[str, Any] = {"effective_on": "2026-06-01", "change": {"contact": "Ana"}}
ROUTES: dict[str, tuple[str, str, Any, set[Role]]] = {
    "open a file": ("POST", "/v1/customers", a_file(), {Role.AGENT, Role.IMPORTER}),
    "list files": ("GET", "/v1/customers", None, {Role.AGENT, Role.IMPORTER}),
    "read a file": ("GET", HER_FILE, None, {Role.CUSTOMER, Role.AGENT, Role.IMPORTER}),
    "change a file": ("PUT", HER_FILE, a_file(), {Role.CUSTOMER, Role.AGENT}),
    "issue": ("POST", "/v1/policies", an_agreement(), {Role.AGENT, Role.IMPORTER}),
    "list policies": (
        "GET", "/v1/policies", None,
        {Role.CUSTOMER, Role.AGENT, Role.IMPORTER, Role.UNDERWRITER, Role.ADJUSTER},
    ),
    "read a policy": (
        "GET", HER_POLICY, None,
        {Role.CUSTOMER, Role.AGENT, Role.IMPORTER, Role.UNDERWRITER, Role.ADJUSTER},
    ),
    "cancel": (
        "PUT", f"{HER_POLICY}/cancellation", {"ends_on": "2026-06-01", "reason": "Sold."},
        {Role.CUSTOMER, Role.AGENT, Role.UNDERWRITER},
    ),
    "preview a change": (
        "POST", f"{HER_POLICY}/endorsement-previews", A_CHANGE,
        {Role.CUSTOMER, Role.AGENT, Role.UNDERWRITER},
    ),
    "ask for a change": (
        "POST", f"{HER_POLICY}/endorsements", {**A_CHANGE, "reason": "Built on."},
        {Role.CUSTOMER, Role.AGENT, Role.UNDERWRITER},
    ),
    "list changes": (
        "GET", f"{HER_POLICY}/endorsements", None,
        {Role.CUSTOMER, Role.AGENT, Role.UNDERWRITER, Role.ADJUSTER},
    ),
    "see the clocks": (
        "GET", f"{HER_POLICY}/clocks", None,
        {Role.CUSTOMER, Role.AGENT, Role.UNDERWRITER, Role.ADJUSTER},
    ),
    "think again": (
        "PUT", f"{HER_POLICY}/withdrawal", {}, {Role.CUSTOMER, Role.AGENT, Role.UNDERWRITER},
    ),
    "list grants of authority": ("GET", "/v1/authorities", None, {Role.OPS}),
    "list tasks": (
        "GET", "/v1/tasks", None, {Role.AGENT, Role.UNDERWRITER, Role.FINANCE},
    ),
}  # fmt: skip


async def call(stage: Stage, route: str, headers: dict[str, str], **more: Any) -> Any:
    method, url, body, _ = ROUTES[route]
    if more:
        body = {**(body or {}), **more}
    extra = {} if method == "GET" else {**stage.key(), "If-Match": '"1"'}
    return await stage.http.request(method, url, json=body, headers={**headers, **extra})


@pytest.mark.parametrize("route", ROUTES)
async def test_without_a_token_nobody_may_anything(stage: Stage, sells: Sells, route: str) -> None:
    await sells()

    assert (await call(stage, route, {})).status_code == 401


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("route", ROUTES)
async def test_each_route_takes_its_own_roles_and_no_other(
    stage: Stage, sells: Sells, route: str, role: Role
) -> None:
    await sells()
    somebody = stage.as_(role, customer_id=MARIA if role is Role.CUSTOMER else None)

    for_her = role is Role.AGENT and route in {"cancel", "think again"}

    answer = await call(stage, route, somebody, **({"wish": A_WISH} if for_her else {}))

    if role in ROUTES[route][3]:
        assert answer.status_code in {200, 201}, answer.text
    else:
        assert answer.status_code == 403
        assert answer.json()["code"] == "forbidden"


@pytest.mark.parametrize("route", ["read a file", "change a file", "read a policy", "cancel"])
@pytest.mark.parametrize("extra", [(), ("offline_access",), (Role.FINANCE,)])
async def test_what_is_somebody_elses_is_like_a_missing_one(
    stage: Stage, sells: Sells, route: str, extra: tuple[str, ...]
) -> None:
    wei = stage.as_(Role.CUSTOMER, *extra, customer_id=WEI)

    missing = await call(stage, route, wei)
    await sells()
    somebody_elses = await call(stage, route, wei)

    assert missing.status_code == somebody_elses.status_code == 404
    assert without_trace(somebody_elses.json()) == without_trace(missing.json())
    assert await stage.said() == []


async def test_a_customer_lists_only_their_own_policies(stage: Stage, sells: Sells) -> None:
    await sells()

    hers = await call(stage, "list policies", stage.as_(Role.CUSTOMER, customer_id=MARIA))
    his = await call(stage, "list policies", stage.as_(Role.CUSTOMER, customer_id=WEI))
    nobodys = await call(stage, "list policies", stage.as_(Role.CUSTOMER))

    assert [item["id"] for item in hers.json()["items"]] == [str(POLICY)]
    assert his.json()["items"] == nobodys.json()["items"] == []


def without_trace(problem: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in problem.items() if name != "trace_id"}
