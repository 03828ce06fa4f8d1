"""The customer pays more or less often from now on: what was only planned is planned anew."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.ids import new_id
from chassis.work import Work
from policy.domain.money.advancing import advance
from policy.domain.money.replanning import replan
from policy.domain.money.rules import as_sold
from policy.domain.offer import PaymentMode
from policy.storage.money.accounts import Accounts
from policy.storage.money.rules import collection_rules
from policy.use_cases.money.keep import keep


@dataclass(frozen=True, kw_only=True)
class ReplanAccount:
    """How often it is paid, and from which day on."""

    policy_id: UUID
    payment_mode: PaymentMode
    since: date


async def replan_account(order: ReplanAccount, work: Work) -> None:
    """Invoices that were asked for stay as they are."""
    accounts = Accounts(work)
    account = await accounts.locked(order.policy_id)
    done = replan(
        account,
        order.payment_mode,
        since=order.since,
        rules=collection_rules(),
        new_id=new_id,
        at=work.now,
    )
    done.add(advance(account, rate_on=lambda line, _: as_sold(line), at=work.now))
    await keep(accounts, account, done, work)
