"""Whatever asks for money names the invoice that is open, and the account it goes to."""

from datetime import date

import pytest
from arranged.accounts import account, said, until
from arranged.homes import a_home

from chassis.ids import new_id
from chassis.testing import Stage
from contracts.policy import NoticeNeeded
from policy.domain.money.account import reference_of
from policy.domain.money.crediting import bill, return_premium
from policy.domain.money.line import PREMIUM, Line
from policy.domain.money.reference import printed
from policy.examples.money import OPENED, OUR_IBAN, an_account, an_offer, eur, some_rules

DUE = date(2026, 4, 1)


async def test_a_notice_names_reference_and_account(stage: Stage) -> None:
    policy = await a_home(stage)
    [year] = (await account(stage, policy))["invoices"]

    await until(stage, "2026-04-06")

    [notice] = await said(stage, NoticeNeeded)
    assert (notice.reference or "").replace(" ", "") == year["reference"].replace(" ", "")
    assert notice.pay_to is not None
    assert notice.pay_to.account == OUR_IBAN


@pytest.mark.parametrize("cancelled", [True, False])
def test_of_one_day_the_invoice_that_is_open_is_meant(*, cancelled: bool) -> None:
    held = an_account(an_offer("40.00"))
    if cancelled:
        return_premium(
            held, eur("40.00"), levies=None, reason="lapse", rules=some_rules(), new_id=new_id,
            at=OPENED,
        )  # fmt: skip
    lines = (Line(id=PREMIUM, amount=eur("12.00")),)
    anew, _ = bill(
        held, lines, reason="reinstatement", due_on=DUE, rules=some_rules(), new_id=new_id,
        at=OPENED,
    )  # fmt: skip

    meant = anew if cancelled else held.invoices[0]
    assert reference_of(held, DUE) == printed(meant.reference)
