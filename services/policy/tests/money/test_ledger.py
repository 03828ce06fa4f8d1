"""The ledger, L-1 to L-10: what each event debits and credits."""

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from chassis.ids import new_id
from policy.domain.money.account import Account, Effects
from policy.domain.money.advancing import advance, earn
from policy.domain.money.crediting import return_premium, write_off
from policy.domain.money.invoice import Status
from policy.domain.money.ledger import Journal, Kind, Unbalanced, debit
from policy.domain.money.line import PREMIUM, Line
from policy.domain.money.opening import open_account
from policy.domain.money.receiving import Payment, receive
from policy.domain.money.refund import Refund
from policy.domain.money.reversing import reverse
from policy.domain.money.rules import as_sold
from policy.domain.money.unidentified import unidentified
from policy.domain.offer import Levy, Offer, PaymentMode
from policy.examples import MARIA, POLICY
from policy.examples.money import (
    MARIAS_IBAN,
    OPENED,
    an_account,
    an_offer,
    eur,
    some_rules,
    spanish_levies,
)

RULES = some_rules()
DUE = datetime(2026, 4, 1, 9, tzinfo=UTC)


def sums(*journals: Journal) -> dict[str, Decimal]:
    """Debits less credits, by book."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for journal in journals:
        for one in journal.postings:
            found[one.book] += one.debit - one.credit
    return {book: amount for book, amount in found.items() if amount}


def opened(offer: Offer) -> tuple[Account, Effects]:
    return open_account(
        POLICY, "P-2026-000041", customer_id=MARIA, offer=offer, rules=RULES, new_id=new_id,
        at=OPENED,
    )  # fmt: skip


def pays(account: Account, amount: str) -> Effects:
    payment = Payment(
        entry_id=new_id(), amount=eur(amount), paid_on=date(2026, 4, 1), booked_on=date(2026, 4, 1),
        payer_account=MARIAS_IBAN,
    )  # fmt: skip
    return receive(account, payment, named=account.invoices[0], rules=RULES, at=DUE)


def eight_percent_of(net: str) -> Levy:
    tax, base = spanish_levies()[0], eur(net)
    return replace(tax, base=base, amount=base.times(tax.rate))


def test_l_1_a_receipt_is_charged() -> None:
    account, done = opened(an_offer(levies=spanish_levies()))

    assert account.invoices[0].amount == eur("341.25")
    assert sums(*done.journals) == {
        "premium_receivable": Decimal("341.25"),
        "unearned_premium": Decimal("-300.00"),
        "payable:ES-IPS": Decimal("-24.00"),
        "payable:ES-CCS": Decimal("-16.80"),
        "payable:ES-CLEA": Decimal("-0.45"),
    }


def test_l_2_it_is_received() -> None:
    account = an_account(an_offer(levies=spanish_levies()))

    done = pays(account, "341.25")

    assert sums(*done.journals) == {
        "bank": Decimal("341.25"),
        "premium_receivable": Decimal("-341.25"),
    }


def test_l_3_31_days_of_365_are_earned() -> None:
    account = an_account()

    journals = earn(account, date(2026, 5, 2), at=DUE + timedelta(days=31))

    assert sums(*journals) == {
        "unearned_premium": Decimal("25.48"),
        "premium_income": Decimal("-25.48"),
    }


def test_l_3_on_the_last_day_nothing_is_unearned() -> None:
    account, journals = an_account(), []
    for days in (31, 62, 100, 364, 365):
        journals += earn(account, date(2026, 4, 1) + timedelta(days=days), at=DUE)

    assert account.unearned == eur("0.00")
    assert sums(*journals)["premium_income"] == Decimal("-300.00")


def test_l_4_and_l_5_more_than_owed_is_credit_and_goes_back() -> None:
    account = an_account()
    over = pays(account, "330.00")

    refund, back = Refund.want(
        new_id(), account, eur("30.00"), payer=MARIAS_IBAN, reason="over-paid", rules=RULES,
        by="ana", at=DUE,
    )  # fmt: skip

    assert sums(*over.journals) == {
        "bank": Decimal("330.00"),
        "premium_receivable": Decimal("-300.00"),
        "customer_credit": Decimal("-30.00"),
    }
    assert sums(*back.journals) == {"customer_credit": Decimal(30), "bank": Decimal(-30)}
    assert (refund.status, account.credit) == ("sent", eur("0.00"))


def test_l_6_a_cancellation_gives_premium_and_tax_back() -> None:
    account = an_account(an_offer(levies=spanish_levies()))
    pays(account, "341.25")

    done = return_premium(
        account, eur("120.00"), levies={"ES-IPS": eur("9.60")}, reason="cancelled",
        rules=RULES, new_id=new_id, at=DUE,
    )  # fmt: skip

    assert sums(*done.journals) == {
        "unearned_premium": Decimal("120.00"),
        "payable:ES-IPS": Decimal("9.60"),
        "customer_credit": Decimal("-129.60"),
    }
    note = account.invoices[-1]
    assert (note.kind, note.refers_to) == ("credit_note", account.invoices[0].id)


def test_l_6_taxes_go_back_in_proportion_where_nobody_says_otherwise() -> None:
    account = an_account(an_offer(levies=spanish_levies()))
    pays(account, "341.25")

    done = return_premium(
        account, eur("120.00"), levies=None, reason="cancelled", rules=RULES, new_id=new_id, at=DUE
    )

    assert sums(*done.journals) == {
        "unearned_premium": Decimal("120.00"),
        "payable:ES-IPS": Decimal("9.60"),
        "payable:ES-CLEA": Decimal("0.18"),
        "customer_credit": Decimal("-129.78"),
    }


def test_taxes_go_back_in_proportion_the_second_time_too() -> None:
    account = an_account(an_offer(levies=spanish_levies()))
    pays(account, "341.25")

    notes = [
        return_premium(
            account, eur("60.00"), levies=None, reason="less", rules=RULES, new_id=new_id, at=DUE
        )
        for _ in range(2)
    ]

    assert [sums(*one.journals)["customer_credit"] for one in notes] == [Decimal("-64.89")] * 2


def test_what_is_not_paid_is_set_off_first_the_last_due_first() -> None:
    account = an_account(an_offer("120.00", mode=PaymentMode.MONTHLY))
    pays(account, "10.00")

    return_premium(
        account, eur("25.00"), levies=None, reason="sold", rules=RULES, new_id=new_id, at=DUE
    )

    assert [one.open for one in account.invoices[8:12]] == [
        eur("10.00"), eur("5.00"), eur("0.00"), eur("0.00"),
    ]  # fmt: skip
    assert account.invoices[11].status is Status.CANCELLED
    assert account.credit == eur("0.00")


def test_l_7_what_will_not_come_is_written_off_with_its_tax() -> None:
    account = an_account(an_offer("40.00", levies=[eight_percent_of("40.00")]))

    done = write_off(account, account.invoices[0], at=DUE)

    assert sums(*done.journals) == {
        "bad_debt": Decimal("40.00"),
        "payable:ES-IPS": Decimal("3.20"),
        "premium_receivable": Decimal("-43.20"),
    }


def test_what_was_written_off_is_not_given_back_and_is_no_bad_debt_any_more() -> None:
    account = an_account(an_offer("40.00", levies=[eight_percent_of("40.00")]))
    given_up = write_off(account, account.invoices[0], at=DUE)

    half = return_premium(
        account, eur("20.00"), levies=None, reason="sold", rules=RULES, new_id=new_id, at=DUE
    )
    left = sums(*given_up.journals, *half.journals)
    rest = return_premium(
        account, eur("20.00"), levies=None, reason="sold", rules=RULES, new_id=new_id, at=DUE
    )

    [invoice, *_] = account.invoices
    assert account.credit == eur("0.00")
    assert (left["bad_debt"], left["unearned_premium"]) == (Decimal(20), Decimal(20))
    assert sums(*given_up.journals, *half.journals, *rest.journals) == {
        "unearned_premium": Decimal(40),
        "payable:ES-IPS": Decimal("3.20"),
        "premium_receivable": Decimal("-43.20"),
    }  # as if never charged
    assert (invoice.status, invoice.credited, invoice.written_off) == (
        Status.CANCELLED, eur("43.20"), eur("0.00"),
    )  # fmt: skip


def test_of_an_invoice_paid_in_part_only_what_was_paid_goes_back() -> None:
    account = an_account()
    pays(account, "200.00")
    write_off(account, account.invoices[0], at=DUE)

    note = return_premium(
        account, eur("150.00"), levies=None, reason="sold", rules=RULES, new_id=new_id, at=DUE
    )

    assert sums(*note.journals) == {
        "unearned_premium": Decimal(150), "bad_debt": Decimal(-100),
        "customer_credit": Decimal(-50),
    }  # fmt: skip


def test_l_8_a_tax_that_arises_with_payment_is_not_due_before() -> None:
    offer = an_offer(levies=spanish_levies(on_payment=True), mode=PaymentMode.MONTHLY)
    account, charged = opened(offer)
    first = account.invoices[0]

    paid = pays(account, str(first.open.amount))

    assert sums(*charged.journals)["not_yet_due:ES-IPS"] == Decimal("-24.00")
    assert sums(*paid.journals)["not_yet_due:ES-IPS"] == Decimal("2.00")
    assert sums(*paid.journals)["payable:ES-IPS"] == Decimal("-2.00")


def test_l_9_a_return_opens_the_receivable_and_books_the_fee() -> None:
    account = an_account(an_offer("40.00"))
    [paid] = pays(account, "40.00").journals

    done = reverse(
        account, paid, original_id=new_id(), fee=eur("3.20"), rules=RULES, code="AM04",
        new_id=new_id, entry_id=new_id(), booked_on=date(2026, 4, 8), at=DUE + timedelta(days=7),
    )  # fmt: skip

    assert sums(*done.journals) == {
        "premium_receivable": Decimal("40.00"),
        "bank_charges": Decimal("3.20"),
        "bank": Decimal("-43.20"),
    }
    assert account.invoices[0].status is Status.OVERDUE
    assert account.unpaid_since(DUE + timedelta(days=7)) == date(2026, 4, 1)


def test_l_10_money_nobody_knows_is_in_suspense() -> None:
    journal = unidentified(eur("12.00"), entry_id=new_id(), booked_on=date(2026, 4, 1), at=DUE)

    assert sums(journal) == {"bank": Decimal("12.00"), "suspense": Decimal("-12.00")}


def test_a_journal_that_does_not_balance_cannot_be_made() -> None:
    with pytest.raises(Unbalanced):
        an_account().journal(Kind.RECEIVED, [debit("bank", eur("1.00"))], at=DUE)


def test_t_13_an_instalment_carries_the_rate_of_its_own_day() -> None:
    levy = type(spanish_levies()[0])(
        id="ES-IPS", base=eur("1200.00"), rate=Decimal("0.10"), amount=eur("120.00"),
        on_payment=True,
    )  # fmt: skip
    account = an_account(an_offer("1200.00", levies=[levy], mode=PaymentMode.MONTHLY))

    def rate_on(line: Line, day: date) -> Decimal | None:
        if line.id == PREMIUM:
            return as_sold(line)
        return Decimal("0.12") if day >= date(2026, 6, 1) else Decimal("0.10")

    done = advance(account, rate_on=rate_on, at=datetime(2026, 6, 1, 9, tzinfo=UTC))

    assert [one.amount for one in account.invoices[:3]] == [
        eur("110.00"), eur("110.00"), eur("112.00"),
    ]  # fmt: skip
    rerated = [one for one in done.journals if one.kind is Kind.RERATED]
    assert sums(*rerated) == {"premium_receivable": Decimal(2), "not_yet_due:ES-IPS": Decimal(-2)}
