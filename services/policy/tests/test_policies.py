"""Policies, from outside: issued, read, listed, cancelled, and announced."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from chassis.identity import Principal
from chassis.ids import new_id
from chassis.testing import Stage
from contracts.insured import Peril
from contracts.policy import CoverGap, PolicyCancelled, PolicyIssued, PremiumCredited
from contracts.roles import Role
from policy.domain.policy import Policy, Status
from policy.examples import (
    A_WISH,
    HARBOUR_STREET,
    MARIA,
    NOW,
    POLICY,
    WEI,
    a_customer,
    a_flood_cover,
    a_policy,
    an_agreement,
    usd,
)
from policy.storage import Policies

Sells = Callable[[], Awaitable[Any]]
ONE = f"/v1/policies/{POLICY}"
READ = {"If-Match": '"1"'}


async def test_a_policy_is_issued_and_announced(stage: Stage) -> None:
    await stage.given(a_customer())
    agent = stage.as_(Role.AGENT, subject="ana")

    answer = await stage.http.post(
        "/v1/policies", json=an_agreement(), headers={**agent, **stage.key()}
    )

    assert answer.status_code == 201, answer.text
    shown = answer.json()
    assert shown["number"] == "P-2026-000001"
    assert shown["premium"] == {"amount": "407.40", "currency": "USD"}  # 100 x 4.20 x 0.97
    assert shown["insured_place"] == HARBOUR_STREET.model_dump()
    assert (shown["status"], shown["cover"]) == ("issued", "to_come")
    assert (await stage.get(Policy, shown["id"])).issued_by == "ana"
    [issued] = await stage.said()
    assert isinstance(issued, PolicyIssued)
    assert (issued.starts_at, issued.ends_at) == (
        datetime(2026, 4, 1, 5, tzinfo=UTC),
        datetime(2027, 4, 1, 5, tzinfo=UTC),
    )
    assert issued.time_zone == "America/Chicago"
    assert issued.perils == [
        Peril.TIDAL_WATER, Peril.RIVER_OVERFLOW, Peril.ALLUVIAL_FAN,
        Peril.RAINFALL, Peril.FLOOD_EROSION, Peril.OTHER_FLOOD,
    ]  # fmt: skip
    assert [(clause.id, clause.about) for clause in issued.clauses] == [
        ("FL-1", "insuring"),
        ("FL-2", "perils"),
        ("FL-3", "deductible"),
        ("FL-4", "limit"),
        ("FL-5", "period"),
    ]
    assert issued.cover_names["flood"]["es"] == "Seguro de inundación para viviendas"


async def test_a_house_elsewhere_is_insured_by_its_own_clock(stage: Stage) -> None:
    await stage.given(a_customer())
    place = {"line": "Calle del Mar 1", "city": "Valencia", "country": "ES"}
    agreement = an_agreement(insured_place=place, time_zone="Europe/Madrid")

    answer = await stage.http.post(
        "/v1/policies", json=agreement, headers={**stage.as_(Role.AGENT), **stage.key()}
    )

    assert answer.json()["insured_place"] == {**place, "region": None, "postal_code": None}
    assert answer.json()["starts_at"] == "2026-03-31T22:00:00Z"


async def test_an_importer_brings_in_cover_of_long_ago(stage: Stage) -> None:
    await stage.given(a_customer())
    agreement = an_agreement(starts_on="1988-02-29", ends_on="1989-03-01")

    answer = await stage.http.post(
        "/v1/policies", json=agreement, headers={**stage.as_(Role.IMPORTER), **stage.key()}
    )

    assert answer.status_code == 201
    assert answer.json()["cover"] == "over"


async def test_an_agent_does_not_sell_cover_that_began_yesterday(stage: Stage) -> None:
    await stage.given(a_customer())

    answer = await stage.http.post(
        "/v1/policies",
        json=an_agreement(starts_on="2026-03-01", ends_on="2027-03-01"),
        headers={**stage.as_(Role.AGENT), **stage.key()},
    )

    assert answer.status_code == 403
    assert answer.json()["code"] == "back-dated"
    assert await stage.said() == []


async def test_the_same_agreement_sent_at_the_same_moment_is_one_policy(stage: Stage) -> None:
    await stage.given(a_customer())
    headers = {**stage.as_(Role.AGENT), **stage.key()}

    async def send() -> Any:
        return await stage.http.post("/v1/policies", json=an_agreement(), headers=headers)

    answers = await asyncio.gather(send(), send(), send())
    settled = await send()

    assert {answer.status_code for answer in answers} <= {201, 409}
    assert {a.json()["id"] for a in answers if a.status_code == 201} == {settled.json()["id"]}
    assert len(await stage.said()) == 1


@pytest.mark.parametrize(
    ("changes", "status", "pointer"),
    [
        ({"customer_id": str(WEI)}, 404, "/customer_id"),
        ({"customer_id": "María"}, 422, "/customer_id"),
        ({"product": "moon-home"}, 404, "/product"),
        ({"product": "../flood-home"}, 422, "/product"),
        ({"sum_insured": {"amount": "999.99", "currency": "USD"}}, 422, "/sum_insured"),
        ({"sum_insured": {"amount": "500000.01", "currency": "USD"}}, 422, "/sum_insured"),
        ({"sum_insured": {"amount": "-1.00", "currency": "USD"}}, 422, "/sum_insured"),
        ({"sum_insured": {"amount": "1e5", "currency": "USD"}}, 422, "/sum_insured/amount"),
        ({"sum_insured": {"amount": "9000.00", "currency": "EUR"}}, 422, "/sum_insured/currency"),
        ({"deductible": {"amount": "999.00", "currency": "USD"}}, 422, "/deductible"),
        ({"deductible": {"amount": "0.00", "currency": "USD"}}, 422, "/deductible"),
        ({"starts_on": "2027-04-01"}, 422, "/ends_on"),
        ({"ends_on": "2027-04-02"}, 422, "/ends_on"),
        ({"ends_on": "2027-02-29"}, 422, "/ends_on"),
        ({"starts_on": "2026-03-01"}, 422, "/ends_on"),
        ({"starts_on": "2027-03-05", "ends_on": "2027-04-05"}, 422, "/starts_on"),
        ({"starts_on": "2199-12-31", "ends_on": "2200-01-01"}, 422, "/ends_on"),
        ({"time_zone": "Mars/Olympus"}, 422, "/time_zone"),
        ({"insured_place": {"line": "x", "city": "y"}}, 422, "/insured_place/country"),
        ({"premium": {"amount": "1.00", "currency": "USD"}}, 422, "/premium"),
    ],
)
async def test_what_we_cannot_insure_is_refused_with_the_field_named(
    stage: Stage, changes: dict[str, Any], status: int, pointer: str
) -> None:
    await stage.given(a_customer())

    answer = await stage.http.post(
        "/v1/policies",
        json=an_agreement(**changes),
        headers={**stage.as_(Role.AGENT), **stage.key()},
    )

    assert answer.status_code == status, answer.text
    assert [wrong["pointer"] for wrong in answer.json()["errors"]] == [pointer]
    assert await stage.said() == []


async def test_a_customer_ends_their_policy_early(stage: Stage, sells: Sells) -> None:
    await sells()
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)

    answer = await stage.http.put(
        f"{ONE}/cancellation",
        json={"ends_on": "2026-06-01", "reason": "The house is sold."},
        headers={**maria, **READ},
    )

    assert answer.status_code == 200, answer.text
    assert answer.json()["status"] == "cancelled"
    assert answer.json()["ends_at"] == "2026-06-01T05:00:00Z"
    assert answer.headers["ETag"] == '"2"'
    assert await stage.said() == [
        PremiumCredited(
            policy_id=POLICY,
            number="P-2026-000041",
            customer_id=MARIA,
            amount=usd("374.79"),
            reason="cancellation",
            set_off=usd("374.79"),  # nothing was paid yet
            credit=usd("0.00"),
        ),
        PolicyCancelled(
            policy_id=POLICY,
            number="P-2026-000041",
            customer_id=MARIA,
            revision=2,
            covers=[a_flood_cover(datetime(2026, 6, 1, 5, tzinfo=UTC))],
            gaps=[
                CoverGap(
                    starts_at=datetime(2026, 6, 1, 5, tzinfo=UTC),
                    ends_at=datetime(2027, 4, 1, 5, tzinfo=UTC),
                    why="cancelled",
                )
            ],
            time_zone="America/Chicago",
            ends_at=datetime(2026, 6, 1, 5, tzinfo=UTC),
            reason="The house is sold.",
            cancelled_at=NOW,
            refund=usd("374.79"),  # 450.00 less 61 of 365 days
            given_back=usd("374.79"),  # it is sold without levies
        ),
    ]


@pytest.mark.parametrize(
    ("body", "read", "status"),
    [
        ({"ends_on": "2026-06-01", "reason": "Sold."}, {}, 428),
        ({"ends_on": "2026-06-01", "reason": "Sold."}, {"If-Match": '"4"'}, 412),
        ({"ends_on": "2026-03-31", "reason": "Sold."}, READ, 422),
        ({"ends_on": "2027-04-01", "reason": "Sold."}, READ, 422),
        ({"ends_on": "2026-06-01"}, READ, 422),
        ({"ends_on": "2026-06-01", "reason": ""}, READ, 422),
        ({"ends_on": "2026-06-31", "reason": "Sold."}, READ, 422),
    ],
)
async def test_a_cancellation_that_cannot_be_changes_nothing(
    stage: Stage, sells: Sells, body: dict[str, str], read: dict[str, str], status: int
) -> None:
    await sells()

    answer = await stage.http.put(
        f"{ONE}/cancellation",
        json={**body, "wish": A_WISH},
        headers={**stage.as_(Role.AGENT), **read},
    )

    assert answer.status_code == status, answer.text
    assert await stage.said() == []
    assert (await stage.get(Policy, POLICY)).status is Status.ISSUED


async def test_a_list_shows_what_was_asked_for_newest_first(stage: Stage) -> None:
    ids = [new_id() for _ in range(3)]
    await stage.given(
        a_customer(),
        a_customer(WEI),
        a_policy(ids[0], "P-2026-000101"),
        a_policy(ids[1], "P-2026-000102"),
        a_policy(ids[2], "P-2026-000103", customer_id=WEI),
    )
    agent = stage.as_(Role.AGENT)

    async def numbers(query: str) -> list[str]:
        answer = await stage.http.get(f"/v1/policies?{query}", headers=agent)
        return [item["number"][-3:] for item in answer.json()["items"]]

    assert await numbers("limit=2") == ["103", "102"]
    assert await numbers(f"customer_id={MARIA}") == ["102", "101"]
    assert await numbers("number=P-2026-000101") == ["101"]
    assert await numbers(f"number=P-2026-000101&customer_id={WEI}") == []


@pytest.mark.parametrize("query", ["number=1", "customer_id=1", "limit=1000", "status=issued"])
async def test_a_bad_question_is_refused(stage: Stage, query: str) -> None:
    answer = await stage.http.get(f"/v1/policies?{query}", headers=stage.as_(Role.AGENT))

    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("role", "number", "index"),
    [
        (Role.AGENT, None, "Index Scan Backward using pk_policies"),
        (Role.CUSTOMER, None, "Index Scan Backward using ix_policies_customer_id_id"),
        (Role.AGENT, "P-2026-000101", "Index Scan using uq_policies_number"),
    ],
)
async def test_no_list_reads_the_whole_table(
    stage: Stage, role: Role, number: str | None, index: str
) -> None:
    somebody = Principal(subject="m", roles=frozenset({role}), customer_id=MARIA)

    async with stage.running.works() as work:
        wanted = Policies(work).matching(asked_by=somebody, customer_id=None, number=number)
        page = wanted.order_by(*(column.desc() for column in Policies.key)).limit(21)
        dialect = (await work.session.connection()).dialect
        query = page.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
        await work.session.execute(text("SET LOCAL enable_seqscan = off"))
        plan = "\n".join(await work.session.scalars(text(f"EXPLAIN {query}")))

    assert index in plan


async def test_before_it_was_issued_we_knew_of_no_contract(stage: Stage) -> None:
    await stage.given(a_customer())
    agent = stage.as_(Role.AGENT)
    made = await stage.http.post(
        "/v1/policies", json=an_agreement(), headers={**agent, **stage.key()}
    )
    path, issued_at = f"/v1/policies/{made.json()['id']}", made.json()["issued_at"]
    in_force = {"at": "2026-06-01T00:00:00Z"}
    early = {**in_force, "known_at": "2026-03-01T00:00:00Z"}

    before = await stage.http.get(path, params=early, headers=agent)
    wei = stage.as_(Role.CUSTOMER, customer_id=WEI)
    to_a_stranger = await stage.http.get(path, params=early, headers=wei)
    since = await stage.http.get(path, params={**in_force, "known_at": issued_at}, headers=agent)

    assert (before.status_code, before.json()["code"]) == (404, "not-known-yet")
    assert before.json()["detail"].startswith(f"{made.json()['number']} was issued at 2026-03-02T")
    assert to_a_stranger.json()["code"] == "not-found"
    assert since.json()["cover"] == "in_force"
    assert since.json()["terms"]["known_at"] == issued_at


async def test_what_befell_it_later_was_not_known_before(stage: Stage, sells: Sells) -> None:
    await sells()
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)
    stage.clock.advance(timedelta(hours=1))
    before = stage.clock.now()
    stage.clock.advance(timedelta(hours=1))
    ended = await stage.http.put(
        f"{ONE}/cancellation",
        json={"ends_on": "2026-06-01", "reason": "The house is sold."},
        headers={**maria, **READ},
    )
    assert ended.status_code == 200, ended.text

    then = await stage.http.get(ONE, params={"known_at": before.isoformat()}, headers=maria)
    now = await stage.http.get(ONE, headers=maria)

    shown = ("status", "ends_on", "cancellation_reason", "refund")
    assert [then.json()[name] for name in shown] == ["issued", "2027-04-01", None, None]
    assert [now.json()[name] for name in shown[:2]] == ["cancelled", "2026-06-01"]


@pytest.mark.parametrize(
    ("at", "cover", "limit"),
    [
        (None, "to_come", "100000.00"),  # as it will begin
        ("2026-03-31T12:00:00Z", "to_come", "100000.00"),
        ("2026-06-01T12:00:00Z", "in_force", "100000.00"),
        ("2027-03-15T12:00:00Z", "in_force", "90000.00"),
        ("2027-04-01T05:00:00Z", "over", None),  # nothing is agreed for that day
    ],
)
async def test_before_cover_begins_the_terms_are_those_of_its_first_day(
    stage: Stage, at: str | None, cover: str, limit: str | None
) -> None:
    await stage.given(a_customer())
    agent = stage.as_(Role.AGENT)
    made = await stage.http.post(
        "/v1/policies", json=an_agreement(), headers={**agent, **stage.key()}
    )
    one, maria = f"/v1/policies/{made.json()['id']}", stage.as_(Role.CUSTOMER, customer_id=MARIA)
    less = {"covers": [{"id": "flood", "limit": {"amount": "90000.00", "currency": "USD"}}]}
    change = {"effective_on": "2027-03-01", "change": less, "reason": "Smaller."}
    asked = await stage.http.post(
        f"{one}/endorsements", json=change, headers={**maria, **stage.key()}
    )
    agreed = await stage.http.put(
        f"{one}/endorsements/{asked.json()['id']}/acceptance",
        headers={**maria, "If-Match": asked.headers["ETag"]},
    )
    assert agreed.status_code == 200, agreed.text

    shown = (await stage.http.get(one, params={"at": at} if at else {}, headers=maria)).json()

    terms = shown["terms"]
    assert shown["cover"] == cover
    assert (terms and terms["covers"][0]["limit"]["amount"]) == limit
    if cover == "to_come":
        assert terms["starts_on"] == "2026-04-01"
