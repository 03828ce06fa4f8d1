"""Entries without the bank's reference: two that say the same are two, or one that came twice."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from chassis.testing import Stage
from contracts.roles import Role
from policy.examples.money import MARIAS_IBAN, a_bank_file, a_csv, a_line
from policy.storage.money.ledger import postings

Imports = Callable[..., Awaitable[Any]]
FORTY = a_line("40.00", payer="María Santos", payer_account=MARIAS_IBAN, text="my insurance")
BACK = a_line("-40.00", text="cash")
CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt>
<Id>C-{sequence}</Id><ElctrncSeqNb>{sequence}</ElctrncSeqNb>
<Acct><Id><IBAN>ES9121000418450200051332</IBAN></Id></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{opening}.00</Amt>
<CdtDbtInd>CRDT</CdtDbtInd></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{closing}.00</Amt>
<CdtDbtInd>CRDT</CdtDbtInd></Bal>
<Ntry><Amt Ccy="EUR">40.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>
<BookgDt><Dt>2026-04-01</Dt></BookgDt></Ntry>
</Stmt></BkToCstmrStmt></Document>"""


@pytest.fixture(autouse=True)
def on_the_day(stage: Stage) -> None:
    stage.clock.move_to(datetime(2026, 4, 1, 9, tzinfo=UTC))


def counted(answer: Any) -> tuple[int, int, int, list[str]]:
    assert answer.status_code == 201, answer.text
    said = answer.json()
    return said["booked"], said["suspense"], said["known"], said["warnings"]


async def doubts(stage: Stage) -> list[str]:
    answer = await stage.http.get("/v1/suspense", headers=stage.as_(Role.FINANCE))
    return [one["doubt"] for one in answer.json()["items"]]


async def says_it_is_the_same(stage: Stage) -> list[int]:
    """Finance says so of everything that waits."""
    finance = stage.as_(Role.FINANCE)
    listed = await stage.http.get("/v1/suspense", headers=finance)
    answers = [
        await stage.http.put(
            f"/v1/suspense/{one['id']}/resolution",
            json={"resolution": "matched", "note": "It came before."},
            headers={**finance, "If-Match": '"1"'},
        )
        for one in listed.json()["items"]
    ]
    return [one.status_code for one in answers]


async def suspense_book(stage: Stage) -> Decimal:
    async with stage.running.works() as work:
        wanted = select(func.sum(postings.c.debit - postings.c.credit)).where(
            postings.c.book == "suspense"
        )
        found: Decimal = (await work.session.execute(wanted)).scalar_one()
        return found


async def test_who_pays_the_same_in_the_next_statement_pays_again(
    stage: Stage, imports: Imports
) -> None:
    await imports(FORTY, statement="D-1", opening="50000.00")

    following = await imports(FORTY, FORTY, statement="D-2", opening="50040.00")
    again = await imports(FORTY, FORTY, statement="D-2-copy", opening="50040.00")

    assert counted(following) == (0, 2, 0, [])
    assert counted(again) == (0, 0, 2, ["balance-gap"])
    assert await doubts(stage) == ["unknown"] * 3


async def test_so_it_is_in_camt(stage: Stage) -> None:
    answers = []
    for sequence, opening in ((301, 1000), (302, 1040)):
        file = CAMT.format(sequence=sequence, opening=opening, closing=opening + 40).encode()
        answers.append(
            await stage.http.post(
                "/v1/bank-statements",
                json=a_bank_file(file, "camt.053"),
                headers={**stage.as_(Role.FINANCE), **stage.key()},
            )
        )

    assert [counted(one) for one in answers] == [(0, 1, 0, []), (0, 1, 0, [])]


async def test_a_statement_that_begins_amid_an_earlier_one_brings_only_what_is_new(
    stage: Stage, imports: Imports
) -> None:
    await imports(FORTY, FORTY, statement="D-1")

    later = await imports(FORTY, a_line("9.00", text="x"), statement="D-2", opening="1040.00")

    assert counted(later) == (0, 1, 1, ["balance-gap"])


async def test_where_nothing_tells_whether_it_is_the_same_a_person_looks(
    stage: Stage, imports: Imports
) -> None:
    await imports(FORTY, statement="D-1")

    after_a_gap = await imports(FORTY, statement="D-3", opening="1500.00")

    assert counted(after_a_gap) == (0, 1, 0, ["balance-gap", "perhaps-known"])
    assert await doubts(stage) == ["unknown", "perhaps_known"]
    assert await says_it_is_the_same(stage) == [422, 200]
    assert await suspense_book(stage) == Decimal(-40)


async def test_where_both_could_be_a_person_looks(stage: Stage, imports: Imports) -> None:
    await imports(FORTY, BACK, statement="D-1")

    begins_and_ends_there = await imports(FORTY, statement="D-2")

    assert counted(begins_and_ends_there) == (0, 1, 0, ["perhaps-known"])


async def test_the_same_file_of_many_lines_under_another_id_changes_nothing(
    stage: Stage, imports: Imports
) -> None:
    lines = [a_line("40.00", text=f"line {nth % 7}") for nth in range(60)]
    await imports(*lines, statement="D-1")

    again = await imports(*lines, statement="D-1-again")

    assert counted(again) == (0, 0, 60, ["balance-gap"])
    assert a_csv(*lines, statement="D-1") != a_csv(*lines, statement="D-1-again")


REFERRED = {"bank_reference": "B-7"}


async def test_the_banks_own_reference_in_the_next_statement_is_a_persons_to_judge(
    stage: Stage, imports: Imports
) -> None:
    await imports(a_line("40.00", **REFERRED), statement="D-1")

    following = await imports(
        a_line("40.00", **REFERRED), a_line("5.00", bank_reference="B-8"),
        statement="D-2", opening="1040.00",
    )  # fmt: skip

    assert counted(following) == (0, 2, 0, ["perhaps-known"])
    assert await doubts(stage) == ["unknown", "perhaps_known", "unknown"]
    assert await says_it_is_the_same(stage) == [422, 200, 422]
    assert await suspense_book(stage) == Decimal(-45)


async def test_the_banks_own_reference_is_known_where_the_balances_say_that_it_came_before(
    stage: Stage, imports: Imports
) -> None:
    await imports(a_line("40.00", **REFERRED), statement="D-1")

    overlapping = await imports(
        a_line("40.00", **REFERRED), a_line("5.00", bank_reference="B-8"), statement="D-2"
    )
    again = await imports(a_line("40.00", **REFERRED), statement="D-1-again", opening="1000.00")

    assert counted(overlapping) == (0, 1, 1, ["balance-gap"])
    assert counted(again) == (0, 0, 1, ["balance-gap"])


async def test_what_comes_and_goes_again_leaves_the_balance_and_no_doubt(
    stage: Stage, imports: Imports
) -> None:
    both = a_line("40.00", **REFERRED), a_line("-40.00", bank_reference="B-8", text="cash")
    await imports(*both, statement="D-1")

    again = await imports(*both, statement="D-1-again")

    assert counted(again) == (0, 0, 2, [])
