"""An endorsement costs more: the additional premium is asked for as an invoice of its own."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.ids import new_id
from chassis.work import Work
from policy.domain.money.advancing import advance
from policy.domain.money.crediting import bill
from policy.domain.money.invoice import Invoice
from policy.domain.money.line import Line
from policy.domain.money.rules import as_sold
from policy.storage.money.accounts import Accounts
from policy.storage.money.rules import collection_rules
from policy.use_cases.money.keep import keep


@dataclass(frozen=True, kw_only=True)
class BillPremium:
    """What is asked for, in lines (`premium` and each levy), why, and until when."""

    policy_id: UUID
    lines: tuple[Line, ...]
    reason: str
    due_on: date
    covers: tuple[date, date] | None = None
    """Its days `[from, until)`; None: from the due day to the end of the term."""


async def bill_premium(order: BillPremium, work: Work) -> Invoice:
    """Ask for it, now where its day is near."""
    accounts = Accounts(work)
    account = await accounts.locked(order.policy_id)
    invoice, done = bill(
        account,
        order.lines,
        reason=order.reason,
        due_on=order.due_on,
        covers=order.covers,
        rules=collection_rules(),
        new_id=new_id,
        at=work.now,
    )
    done.add(advance(account, rate_on=lambda line, _: as_sold(line), at=work.now))
    await keep(accounts, account, done, work)
    return invoice
