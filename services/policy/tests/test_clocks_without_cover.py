"""Who has no cover is told so: since when, what brings it back, how much that is, and till when."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from arranged.papers import papers, squeezed
from arranged.unpaid import (
    JULY,
    JUNE,
    MAY,
    a_contract,
    abouts,
    account,
    arrears,
    asks,
    bank,
    clocks,
    grants,
    notices,
    one,
    pays,
    reference,
    serve,
    status,
    suspended,
    unpaid,
    until,
)

from chassis.testing import Stage
from contracts.insured import Language
from contracts.roles import Role
from policy.domain.arrears import ArrearsStatus
from policy.domain.as_covered import GRACE_AT_REST, HELD_AT_REST
from policy.domain.policy import Status
from policy.domain.preservation import revival_words as words
from policy.examples.money import a_line

ES = Language.SPANISH
TERM_ENDS = "2027-03-31T22:00:00Z"
IN_GROUPS = "ES91 2100 0418 4502 0005 1332"


async def written_off(stage: Stage, policy: UUID, *due: str) -> None:
    finance = stage.as_(Role.FINANCE)
    for invoice in (await account(stage, policy))["invoices"]:
        if invoice["due_on"] in due:
            path = f"/v1/invoices/{invoice['id']}"
            tag = (await stage.http.get(path, headers=finance)).headers["etag"]
            done = await stage.http.put(
                f"{path}/write-off",
                json={"reason": "It will not come."},
                headers={**finance, "If-Match": tag},
            )
            assert done.status_code == 200, done.text
    await stage.passes(timedelta(minutes=1))


async def lapsed(stage: Stage) -> UUID:
    """A French home whose premium of May was not paid; it lapsed on 31 May at midnight."""
    policy = await a_contract(stage, "FR")
    await unpaid(stage, policy)
    await stage.passes(timedelta(days=3))
    await serve(stage, (await notices(stage))[0])
    await until(stage, datetime(2026, 6, 3, 6, tzinfo=UTC))
    assert await status(stage, policy) is Status.LAPSED
    return policy


async def test_where_payment_alone_brings_cover_back_a_clock_says_how_much_and_how(
    stage: Stage,
) -> None:
    policy = await suspended(stage, "DE")
    may = await reference(stage, policy, MAY)

    rests = await one(stage, policy, "suspended")

    assert (rests["entry"], rests["due"], rests["state"]) == ("DE-38", TERM_ENDS, "running")
    assert rests["to_do"].startswith(words.PAY[ES])
    for told in ("60", may, IN_GROUPS):  # May and June
        assert told in rests["to_do"]
    assert "9 de junio de 2026" in rests["obligation"]


async def test_one_payment_of_what_the_clock_names_brings_cover_back(stage: Stage) -> None:
    policy = await suspended(stage, "DE")
    may = await reference(stage, policy, MAY)

    await bank(stage, a_line("60.00", reference=may.replace(" ", ""), booked_on="2026-06-12"))

    assert await status(stage, policy) is Status.ISSUED
    assert "suspended" not in await abouts(stage, policy)


async def test_where_the_law_ends_the_contract_its_clock_says_how_much_and_what_brings_it_back(
    stage: Stage,
) -> None:
    policy = await suspended(stage)
    may = await reference(stage, policy, MAY)

    rests = await one(stage, policy, "suspended")

    assert rests["entry"] == "ES-15-EXTINCTION"
    assert rests["to_do"].startswith(words.PAY_OR_IT_ENDS[ES])
    assert ("60" in rests["to_do"], may in rests["to_do"]) == (True, True)
    assert "ES-15-REVIVAL" in rests["explanation"][-1]


@pytest.mark.parametrize("jurisdiction", ["ES", "DE"])
async def test_where_what_was_owed_is_given_up_cover_is_asked_for(
    stage: Stage, jurisdiction: str
) -> None:
    policy = await suspended(stage, jurisdiction)
    await written_off(stage, policy, MAY, JUNE)

    rests = await one(stage, policy, "suspended")
    assert (await asks(stage, policy)).status_code == 201

    assert rests["entry"] == {"ES": "ES-15-EXTINCTION", "DE": "DE-38"}[jurisdiction]
    assert rests["to_do"] == words.NOTHING_OWED[ES]
    assert (await one(stage, policy, "suspended"))["to_do"] == words.ASKED[ES]


async def test_a_lapsed_contract_says_that_it_is_over_and_until_when_it_may_be_put_back(
    stage: Stage,
) -> None:
    policy = await lapsed(stage)

    over = await one(stage, policy, "lapsed")
    all_of_it = await abouts(stage, policy)
    asked = await asks(stage, policy)
    waits = await one(stage, policy, "lapsed")
    assert (await grants(stage, policy, asked)).status_code == 200
    granted = await one(stage, policy, "lapsed")

    assert all_of_it == {"lapsed"}  # nothing of a next term
    assert (over["entry"], over["due"], over["state"]) == ("YB-GRACE", TERM_ENDS, "running")
    assert "1 de junio de 2026" in over["obligation"]
    assert over["to_do"].startswith(words.ASK_AFTER_LAPSE[ES])
    assert waits["to_do"].startswith(words.ASKED[ES])
    assert granted["to_do"].startswith(words.GRANTED[ES])
    assert await reference(stage, policy, MAY) in granted["to_do"]


async def test_of_a_lapsed_contract_whose_term_is_over_nothing_comes_back(stage: Stage) -> None:
    policy = await lapsed(stage)
    for month in (8, 10, 12):
        await until(stage, datetime(2026, month, 2, 6, tzinfo=UTC))
    await until(stage, datetime(2027, 2, 2, 6, tzinfo=UTC))
    await until(stage, datetime(2027, 4, 2, 6, tzinfo=UTC))

    over = await one(stage, policy, "lapsed")

    assert (over["state"], (await asks(stage, policy)).status_code) == ("passed", 409)
    assert over["to_do"].startswith(words.TERM_OVER[ES])


async def test_no_clock_says_that_she_is_covered_before_cover_is_back(stage: Stage) -> None:
    """May and June are paid on 10 September: cover is back at midnight, July was due meanwhile."""
    policy = await suspended(stage)
    for month in (7, 8, 9):
        await until(stage, datetime(2026, month, 3, 6, tzinfo=UTC))
    await until(stage, datetime(2026, 9, 10, 8, tzinfo=UTC))
    await pays(stage, policy, MAY, JUNE)

    found = await clocks(stage, policy)
    back = await one(stage, policy, "suspended")

    assert await status(stage, policy) is Status.ISSUED
    assert (back["entry"], back["due"]) == ("ES-15-REVIVAL", "2026-09-10T22:00:00Z")
    assert back["to_do"] == words.BY_ITSELF[ES]
    to_do = {clock["about"]: clock["to_do"] for clock in found}
    assert to_do["grace"].startswith(GRACE_AT_REST[ES])
    assert to_do["held"].startswith(HELD_AT_REST[ES])
    assert not any("está cubierto" in told for told in to_do.values())


async def test_a_notice_said_after_the_time_ran_names_no_day_until_which_cover_stands(
    stage: Stage,
) -> None:
    policy = await suspended(stage)
    for month in (7, 8, 9):
        await until(stage, datetime(2026, month, 3, 6, tzinfo=UTC))
    await notices(stage)
    await until(stage, datetime(2026, 9, 10, 8, tzinfo=UTC))
    await pays(stage, policy, MAY, JUNE)

    said = await notices(stage)

    assert (await arrears(stage, policy))[JULY] is ArrearsStatus.HELD
    july = [notice for notice in said if notice.due_on.isoformat() == JULY]
    assert july
    assert {notice.cover_until for notice in july} == {None}
    back = datetime(2026, 9, 10, 22, tzinfo=UTC)  # at midnight
    assert {notice.covered_from for notice in said} == {back}
    on_paper = [one for one in await papers(stage, policy) if squeezed("1 de julio de 2026") in one]
    assert len(on_paper) == len(july)
    assert all(squeezed("Hay cobertura desde") in one for one in on_paper)
    assert not any(squeezed("La cobertura sigue al menos hasta") in one for one in on_paper)
