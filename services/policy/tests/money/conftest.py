"""A company whose money moves: accounts that are open, and a bank that speaks."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from chassis.testing import Stage
from contracts.roles import Role
from policy.domain.money.account import Account
from policy.domain.offer import Offer
from policy.examples import MARIA, POLICY, a_customer, a_policy
from policy.examples.money import a_bank_file, a_csv, an_offer
from policy.use_cases.money.open_account import OpenAccount, open_account

Opens = Callable[..., Awaitable[Account]]
Imports = Callable[..., Awaitable[Any]]


@pytest.fixture
def opens(stage: Stage) -> Opens:
    """Open the account of a policy as its issue does."""

    async def opening(offer: Offer | None = None, *, collected_before: bool = False) -> Account:
        await stage.given(a_customer(), a_policy())
        async with stage.running.works() as work:
            order = OpenAccount(
                policy_id=POLICY,
                number="P-2026-000041",
                customer_id=MARIA,
                offer=offer or an_offer(),
                collected_before=collected_before,
            )
            return await open_account(order, work)

    return opening


@pytest.fixture
def imports(stage: Stage) -> Imports:
    """Finance imports a statement with these movements; the answer is as it came."""

    async def importing(*lines: dict[str, str], **said: str) -> Any:
        return await stage.http.post(
            "/v1/bank-statements",
            json=a_bank_file(a_csv(*lines, **said)),
            headers={**stage.as_(Role.FINANCE), **stage.key()},
        )

    return importing
