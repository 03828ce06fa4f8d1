"""A contract is made: its account is opened, and its instalments are planned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.ids import new_id
from chassis.work import Work
from policy.domain.contract.versions import ContractVersion
from policy.domain.money import opening
from policy.domain.money.account import Account
from policy.domain.money.catching_up import catch_up
from policy.domain.money.receiving import Payment, bring_in
from policy.domain.money.rules import as_sold
from policy.domain.offer import Offer
from policy.domain.policy import Policy
from policy.storage.money.accounts import Accounts
from policy.storage.money.rules import collection_rules
from policy.use_cases.money.keep import say


@dataclass(frozen=True, kw_only=True)
class OpenAccount:
    """Whose contract it is, and what was agreed."""

    policy_id: UUID
    number: str
    customer_id: UUID
    contract: Sequence[Policy | ContractVersion] = ()
    """It and its first version, where they are new: they are kept with the account."""
    offer: Offer
    collected_before: bool = False
    """Whether it comes with a book of business: what is past was paid to somebody else."""
    first_due_on: date | None = None
    """Until when the first premium was granted; None: until cover begins."""
    deposits: Sequence[Payment] = ()
    """What was paid before there was a contract."""


async def open_account(order: OpenAccount, work: Work) -> Account:
    """Open it; what is there pays it, and what is left to ask for by now is asked for."""
    account, charged = opening.open_account(
        order.policy_id,
        order.number,
        customer_id=order.customer_id,
        offer=order.offer,
        first_due_on=order.first_due_on,
        rules=collection_rules(),
        new_id=new_id,
        at=work.now,
    )
    if order.collected_before:
        charged.add(bring_in(account, at=work.now))
    charged.add(
        catch_up(
            account,
            order.deposits,
            rules=collection_rules(),
            rate_on=lambda line, _: as_sold(line),
            at=work.now,
        )
    )
    accounts = Accounts(work)
    await accounts.open(account, charged.journals, order.contract)
    say(accounts, account, charged, work)
    return account
