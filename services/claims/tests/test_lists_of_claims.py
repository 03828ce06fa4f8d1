"""Lists of claims: in pages, newest first, each by an index."""

from uuid import UUID

import pytest
from sqlalchemy import text

from chassis.identity import Principal
from chassis.ids import new_id
from chassis.testing import Stage
from claims.domain.claim import Status
from claims.examples import MARIA, POLICY, a_claim
from claims.storage import Claims
from contracts.roles import Role

ADJUSTER = Principal(subject="ana", roles=frozenset({Role.ADJUSTER}))
CUSTOMER = Principal(subject="m", roles=frozenset({Role.CUSTOMER}), customer_id=MARIA)


async def test_a_list_comes_in_pages_newest_first(stage: Stage) -> None:
    ids = [new_id() for _ in range(5)]
    await stage.given(
        *(a_claim(id=one, number=f"C-2026-{place:06}") for place, one in enumerate(ids))
    )
    ana = stage.as_(Role.ADJUSTER)

    seen, after = [], ""
    while True:
        page = (await stage.http.get(f"/v1/claims?limit=2{after}", headers=ana)).json()
        seen.append([UUID(item["id"]) for item in page["items"]])
        if page["next"] is None:
            break
        after = f"&after={page['next']}"

    assert seen == [ids[:2:-1], ids[2:0:-1], ids[:1]]


async def test_a_list_shows_what_was_asked_for(stage: Stage) -> None:
    elsewhere = new_id()
    await stage.given(
        a_claim(id=new_id(), number="C-2026-000001"),
        a_claim(Status.DECLINED, id=new_id(), number="C-2026-000002"),
        a_claim(id=new_id(), number="C-2026-000003", policy_id=elsewhere),
    )
    ana = stage.as_(Role.ADJUSTER)

    async def numbers(query: str) -> list[str]:
        answer = await stage.http.get(f"/v1/claims?{query}", headers=ana)
        return [item["number"] for item in answer.json()["items"]]

    assert await numbers("status=declined") == ["C-2026-000002"]
    assert await numbers(f"policy_id={elsewhere}") == ["C-2026-000003"]
    assert await numbers(f"status=in_review&policy_id={POLICY}") == ["C-2026-000001"]
    assert await numbers("status=paid") == []


@pytest.mark.parametrize(
    ("asked_by", "status", "policy_id", "index"),
    [
        (ADJUSTER, None, None, "pk_claims"),
        (ADJUSTER, Status.IN_REVIEW, None, "ix_claims_status_id"),
        (ADJUSTER, None, POLICY, "ix_claims_policy_id_id"),
        (CUSTOMER, None, None, "ix_claims_customer_id_id"),
    ],
)
async def test_no_list_reads_the_whole_table_or_sorts_it(
    stage: Stage, asked_by: Principal, status: Status | None, policy_id: UUID | None, index: str
) -> None:
    async with stage.running.works() as work:
        wanted = Claims(work).matching(asked_by=asked_by, status=status, policy_id=policy_id)
        page = wanted.order_by(*(column.desc() for column in Claims.key)).limit(21)
        dialect = (await work.session.connection()).dialect
        query = page.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
        await work.session.execute(text("SET LOCAL enable_seqscan = off"))
        plan = "\n".join(await work.session.scalars(text(f"EXPLAIN {query}")))

    assert f"Index Scan Backward using {index}" in plan
    assert "Sort" not in plan
