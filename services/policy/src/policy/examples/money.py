"""An offer to pay for, and a bank that says so: for tests, documentation and the benchmark."""

import csv
import io
from base64 import b64encode
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from chassis.ids import new_id
from chassis.money import Money
from contracts.insured import Address, Peril
from contracts.policy.premiums import PayTo
from policy.domain.money.account import Account
from policy.domain.money.opening import open_account
from policy.domain.money.rules import ReturnReason, Rules
from policy.domain.offer import Levy, Offer, OfferedCover, PaymentMode
from policy.domain.period import Period
from policy.examples.insured import MARIA, POLICY

MADRID: Final = "Europe/Madrid"
OUR_IBAN: Final = "ES9121000418450200051332"
MARIAS_IBAN: Final = "ES7921000813610123456789"
OPENED: Final = datetime(2026, 3, 20, 9, tzinfo=UTC)
VALENCIA: Final = Address(line="Calle del Mar 1", city="Valencia", country="ES")
COLUMNS: Final = (
    "account", "statement", "booked_on", "amount", "currency", "balance", "payer",
    "payer_account", "reference", "text", "end_to_end", "bank_reference", "return_code",
)  # fmt: skip


def eur(amount: str | Decimal) -> Money:
    """An amount in euros."""
    return Money(Decimal(amount).quantize(Decimal("0.01")), "EUR")


def some_rules(**changes: Any) -> Rules:
    """The rules of collection, with the two return reasons that differ most."""
    usual: dict[str, Any] = {
        "our_accounts": {OUR_IBAN: "EUR"},
        "pay_to": {"EUR": PayTo(account=OUR_IBAN, holder="Yinbao Insurance")},
        "issue_days_before": 14,
        "tolerance": Decimal("0.50"),
        "tolerance_share": Decimal("0.005"),
        "refund_after_days": 14,
        "watched_payer_above": Decimal(10000),
        "refund_alone_up_to": Decimal(1000),
        "refund_alone_within_days": 30,
        "returns": (
            ReturnReason(
                code="AM04",
                meaning="insufficient funds",
                action="retry_once",
                tell=True,
                hold=False,
            ),
            ReturnReason(
                code="MD07", meaning="debtor dead", action="death_file", tell=False, hold=True
            ),
        ),
    }
    return Rules(**{**usual, **changes})


def an_offer(
    net: str = "300.00",
    *,
    levies: Sequence[Levy] = (),
    mode: PaymentMode = PaymentMode.YEARLY,
    surcharge: str = "0.00",
    starts_on: date = date(2026, 4, 1),
    ends_on: date = date(2027, 4, 1),
) -> Offer:
    """A home in Valencia for a year from 1 April 2026."""
    return Offer(
        product="home",
        product_version="1.0",
        jurisdiction="ES",
        currency="EUR",
        place=VALENCIA,
        period=Period(starts_on=starts_on, ends_on=ends_on, time_zone=MADRID),
        answers={},
        covers=(
            OfferedCover(
                id="flood",
                perils=(Peril.RAINFALL,),
                limit=eur("200000.00"),
                deductible=eur("500.00"),
                premium=eur(net),
            ),
        ),
        levies=tuple(levies),
        payment_mode=mode,
        instalment_surcharge=eur(surcharge),
    )


def spanish_levies(*, on_payment: bool = False) -> tuple[Levy, ...]:
    """T-01: IPS on the premium, the Consorcio on the sums insured, its liquidation surcharge."""
    return (
        Levy(
            id="ES-IPS",
            base=eur("300.00"),
            rate=Decimal("0.08"),
            amount=eur("24.00"),
            on_payment=on_payment,
        ),
        Levy(id="ES-CCS", base=eur("240000.00"), rate=Decimal("0.00007"), amount=eur("16.80")),
        Levy(id="ES-CLEA", base=eur("300.00"), rate=Decimal("0.0015"), amount=eur("0.45")),
    )


def an_account(offer: Offer | None = None, *, at: datetime = OPENED, **changes: Any) -> Account:
    """María's account, just opened."""
    account, _ = open_account(
        POLICY,
        "P-2026-000041",
        customer_id=MARIA,
        offer=offer or an_offer(),
        rules=some_rules(**changes),
        new_id=new_id,
        at=at,
    )
    return account


def a_line(amount: str, **said: str) -> dict[str, str]:
    """A movement on our account; `said` are columns of the CSV."""
    usual = {"amount": amount, "currency": "EUR", "booked_on": "2026-04-01"}
    return {**usual, **said}


def a_csv(
    *lines: dict[str, str],
    statement: str = "S-1",
    opening: str = "1000.00",
    account: str = OUR_IBAN,
) -> bytes:
    """A statement of our bank as CSV, its balances reckoned."""
    written = io.StringIO()
    table = csv.DictWriter(written, COLUMNS, restval="", lineterminator="\r\n")
    table.writeheader()
    balance = Decimal(opening)
    for line in lines:
        balance += Decimal(line["amount"])
        table.writerow(
            {"account": account, "statement": statement, "balance": str(balance), **line}
        )
    return written.getvalue().encode()


def a_bank_file(file: bytes, kind: str = "csv") -> dict[str, str]:
    """What finance's screen sends."""
    return {"format": kind, "content": b64encode(file).decode()}


OTHER_POLICY: Final = UUID("0192d3a0-0000-7000-8000-0000000000a2")
