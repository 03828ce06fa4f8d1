"""The policy service is under test."""

import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from chassis.service import Service
from chassis.testing import Stage
from policy.domain.contract.one_cover import offer_of_one_cover
from policy.domain.policy import Policy
from policy.examples import a_customer, a_policy, a_product, some_terms
from policy.service import policy
from policy.use_cases.money.open_account import OpenAccount, open_account

sys.path.append(str(Path(__file__).parent))  # for `arranged`
Sells = Callable[[], Awaitable[Policy]]


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
