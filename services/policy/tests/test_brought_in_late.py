"""A contract brought in near its end, or after it: what is still to be said, and what is not."""

from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

from sqlalchemy import text

from chassis.testing import Stage
from contracts.policy import PolicyExpired, PolicyIssued, PolicyRenewed, RenewalOffered
from contracts.roles import Role
from policy.examples import MARIA, a_customer, an_agreement

OF = "/v1/policies"
OVER = datetime(2026, 3, 3, 6, tzinfo=UTC)
"""The first instant of 3 March in Chicago, the day after we are asked to take it over."""


async def brought_in(stage: Stage, **term: str) -> str:
    await stage.given(a_customer())
    answer = await stage.http.post(
        OF, json=an_agreement(**term), headers={**stage.as_(Role.IMPORTER), **stage.key()}
    )
    assert answer.status_code == 201, answer.text
    await stage.passes(timedelta())
    return str(answer.json()["id"])


async def read(stage: Stage, policy: str, what: str = "") -> Any:
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)
    answer = await stage.http.get(f"{OF}/{policy}{what}", headers=maria)
    assert answer.status_code == 200, answer.text
    return answer


async def test_a_contract_brought_in_after_its_end_is_over(stage: Stage) -> None:
    policy = await brought_in(stage, starts_on="2025-01-26", ends_on="2026-01-26")

    told = [type(one) for one in await stage.said()]

    shown = (await read(stage, policy)).json()
    assert (shown["status"], shown["cover"]) == ("expired", "over")
    assert (await read(stage, policy, "/clocks")).json()["items"] == []
    assert told == [PolicyIssued, PolicyExpired]


async def test_what_was_over_before_anything_rang_for_it_ends_too(stage: Stage) -> None:
    await stage.given(a_customer())
    over = an_agreement(starts_on="2025-01-26", ends_on="2026-01-26")
    answer = await stage.http.post(
        OF, json=over, headers={**stage.as_(Role.IMPORTER), **stage.key()}
    )
    policy = answer.json()["id"]
    update = import_module("policy.migrations.versions.0023_what_was_over_before_it_came")
    async with stage.running.works() as work:
        await work.session.execute(text("DELETE FROM alarms WHERE name = 'contract-expires'"))
    await stage.passes(timedelta())
    before = (await read(stage, policy)).json()["status"]

    async with stage.running.works() as work:
        end = text(update._END.replace("now()", ":now"))
        await work.session.execute(end, {"now": work.now})
    await stage.passes(timedelta())

    assert (before, (await read(stage, policy)).json()["status"]) == ("issued", "expired")


async def test_on_the_last_day_the_next_term_is_offered_until_it_ends(stage: Stage) -> None:
    policy = await brought_in(stage, starts_on="2025-03-03", ends_on="2026-03-03")

    [offer] = [one for one in await stage.said() if isinstance(one, RenewalOffered)]
    waits = await read(stage, policy, "/renewal")
    clocks = (await read(stage, policy, "/clocks")).json()["items"]
    yes = await stage.http.put(
        f"{OF}/{policy}/renewal/acceptance",
        headers={
            **stage.as_(Role.CUSTOMER, customer_id=MARIA),
            "If-Match": waits.headers["ETag"],
        },
    )
    await stage.passes(OVER - stage.clock.now())

    assert offer.answer_by == OVER
    assert waits.json()["status"] == "offered"
    assert [one["due"] for one in clocks if one["about"] == "renewal_answer"] == [f"{OVER:%FT%TZ}"]
    assert yes.status_code == 200, yes.text
    [renewed] = [one for one in await stage.said() if isinstance(one, PolicyRenewed)]
    assert (await read(stage, policy)).json()["starts_on"] == str(renewed.starts_on)
