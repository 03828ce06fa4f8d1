"""The policy service is under test."""

import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from chassis.service import Service
from chassis.testing import Stage
from contracts.roles import Role
from policy.domain.contract.one_cover import offer_of_one_cover
from policy.domain.policy import Policy
from policy.examples import a_customer, a_policy, a_product, some_terms
from policy.service import policy
from policy.use_cases.money.open_account import OpenAccount, open_account

sys.path.append(str(Path(__file__).parent))  # for `arranged`
Sells = Callable[[], Awaitable[Policy]]
Schedule = Callable[[object], Awaitable[str]]


@pytest.fixture(scope="session")
def service_under_test() -> Service:
    return policy


@pytest.fixture
def sells(stage: Stage) -> Sells:
    """María has her policy, with its account."""

    async def selling() -> Policy:
        sold = a_policy()
        await stage.given(a_customer(), sold)
        async with stage.running.works() as work:
            order = OpenAccount(
                policy_id=sold.id,
                number=sold.number,
                customer_id=sold.customer_id,
                offer=offer_of_one_cover(a_product(), some_terms()),
            )
            await open_account(order, work)
        return sold

    return selling


@pytest.fixture
def schedule_of(stage: Stage) -> Schedule:
    """Have the schedule of a contract made, and say its hash: what is sent to the customer."""

    async def making(policy_id: object) -> str:
        made = await stage.http.post(
            f"/v1/policies/{policy_id}/documents",
            json={"kind": "schedule"},
            headers={**stage.as_(Role.AGENT), **stage.key()},
        )
        assert made.status_code == 201, made.text
        return str(made.json()["sha256"])

    return making
