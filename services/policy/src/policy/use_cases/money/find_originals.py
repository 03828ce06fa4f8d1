"""Payments that were not taken back yet, and where their money lies by now."""

from collections.abc import Sequence
from typing import Any

from chassis.work import Work
from policy.domain.money.taking_back import Original
from policy.storage.money.ledger import Ledger
from policy.storage.money.suspense import SuspenseQueue


async def originals_of(called: Sequence[Any], work: Work) -> list[Original]:
    """Of these rows (`Payments`), in their order."""
    if not called:
        return []
    ids = [row.id for row in called]
    waiting = {one.id: one for one in await SuspenseQueue(work).waiting(ids)}
    booked = await Ledger(work).payments(ids) | await Ledger(work).unexplained(waiting)
    found = []
    for row in called:
        if row.id in booked:
            journal_id, journal = booked[row.id]
            found.append(
                Original(
                    journal_id=journal_id,
                    journal=journal,
                    end_to_end=row.end_to_end,
                    bank_reference=row.bank_reference,
                    payer_account=row.payer_account,
                    waits=waiting.get(row.id),
                )
            )
    return found
