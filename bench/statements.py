"""Lines of a bank statement per second: read from camt.053, matched, posted and told, over HTTP.

One statement pays as many invoices as it has lines; a part of the payers writes the reference into
free text. Everything is in: XML, matching, double entry, invoices, events in the outbox, commit.
Beside it, in the same run: how fast the XML alone is read.
"""

import asyncio
import gzip
import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from chassis.identity.trial import TrialIssuer
from chassis.ids import new_id
from chassis.migrations import migrate
from chassis.testing.databases import Databases, find_postgres
from chassis.testing.databases import run as at_once
from chassis.testing.stage import Stage
from contracts.roles import Role
from policy.examples import a_customer, a_policy
from policy.examples.money import OUR_IBAN, a_bank_file, an_offer
from policy.routes.bank_files.camt import read_camt
from policy.service import policy
from policy.use_cases.money.open_account import OpenAccount, open_account

LINES: Final = 3_000
ROUNDS: Final = 3
_AT_ONCE: Final = 100
PROMISED: Final = 2_000
_AMOUNT: Final = Decimal("100.00")
_DAY: Final = datetime(2026, 4, 1, 9, tzinfo=UTC)


def run() -> list[dict[str, Any]]:
    """Three rows: the whole import against what was promised, its CPU, and its share of reading."""
    with find_postgres() as server:
        databases = Databases(server)
        try:
            url = databases.create("bench_policy")
            at_once(migrate(url, "policy"))
            return asyncio.run(_measured(url))
        finally:
            databases.drop_all()


async def _measured(url: str) -> list[dict[str, Any]]:
    rates, reading, spent = [], [], []
    async with Stage.open(policy, url, TrialIssuer.for_tests()) as stage:
        stage.clock.move_to(_DAY)
        for nth in range(ROUNDS):
            file = _statement(await _opened(stage, nth), nth)
            began = time.process_time()
            read_camt(file, b"")
            reading.append(LINES / (time.process_time() - began))
            began = time.process_time()
            rates.append(await _imported(stage, file))
            spent.append((time.process_time() - began) / LINES * 1_000_000)
    figure = max(rates)
    return [
        {
            "name": f"statements: {LINES} lines imported, matched and posted",
            "figure": round(figure),
            "unit": "lines/s",
            "ratio": round(figure / PROMISED, 2),
            "baseline": f"promised: {PROMISED:,} lines/s",
        },
        {
            "name": "statements: CPU of ours for a line, whatever else the machine does",
            "figure": round(min(spent)),
            "unit": "µs",
            "ratio": None,
            "baseline": None,
        },
        {
            "name": "statements: camt.053 read",
            "figure": round(max(reading)),
            "unit": "lines/s",
            "ratio": None,
            "baseline": None,
        },
    ]


async def _opened(stage: Stage, nth: int) -> list[str]:
    """So many accounts, and the references of their invoices."""
    references = []
    if not nth:
        await stage.given(a_customer())
    for first in range(0, LINES, _AT_ONCE):
        async with stage.running.works() as work:
            for number in range(first, first + _AT_ONCE):
                contract = a_policy(new_id(), f"P-{2026 + nth}-{number:06}")
                order = OpenAccount(
                    policy_id=contract.id,
                    number=contract.number,
                    customer_id=contract.customer_id,
                    contract=(contract,),
                    offer=an_offer(str(_AMOUNT)),
                )
                references.append((await open_account(order, work)).invoices[0].reference)
        await stage.said()
    return references


async def _imported(stage: Stage, file: bytes) -> float:
    body = a_bank_file(gzip.compress(file), "camt.053")
    headers = {**stage.as_(Role.FINANCE), **stage.key()}
    began = time.perf_counter()
    answer = await stage.http.post("/v1/bank-statements", json=body, headers=headers)
    took = time.perf_counter() - began
    if answer.status_code != 201 or answer.json()["booked"] != LINES:
        raise RuntimeError(f"not every line was booked: {answer.text[:300]}")
    return LINES / took


def _statement(references: list[str], nth: int) -> bytes:
    booked = (_DAY - timedelta(days=ROUNDS - 1 - nth)).date()  # a bank books nothing to come
    opening = 1000 + nth * LINES * _AMOUNT
    closing = opening + LINES * _AMOUNT
    entries = "".join(
        f'<Ntry><Amt Ccy="EUR">{_AMOUNT}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>'
        f"<BookgDt><Dt>{booked}</Dt></BookgDt><ValDt><Dt>{booked}</Dt></ValDt>"
        f"<AcctSvcrRef>B-{nth}-{line}</AcctSvcrRef><NtryDtls><TxDtls>"
        "<Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>"
        f"<RltdPties><Dbtr><Nm>Payer {line}</Nm></Dbtr>"
        f"<DbtrAcct><Id><IBAN>ES{10 + nth}{line:020}</IBAN></Id></DbtrAcct></RltdPties>"
        f"<RmtInf>{_said(reference, line)}</RmtInf></TxDtls></NtryDtls></Ntry>"
        for line, reference in enumerate(references)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt>'
        f"<Id>BENCH-{nth}</Id><Acct><Id><IBAN>{OUR_IBAN}</IBAN></Id></Acct>"
        f"{_balance('OPBD', opening)}{_balance('CLBD', closing)}{entries}"
        "</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def _said(reference: str, line: int) -> str:
    if line % 4 == 0:
        return f"<Ustrd>my home {reference} thank you</Ustrd>"
    return f"<Strd><CdtrRefInf><Ref>{reference}</Ref></CdtrRefInf></Strd>"


def _balance(kind: str, amount: Decimal) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>'
    )
