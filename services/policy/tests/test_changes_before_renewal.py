"""A contract is changed while its next term is on the table: the next term knows of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from arranged.renewing import (
    IN_FEBRUARY,
    OF,
    OPENS,
    TURN,
    a_flood_policy,
    a_home,
    agreed,
    do,
    hears_of,
    maria,
    offered,
    put,
    read,
    renewal,
    said,
    tasks,
    until,
    wished,
)
from pypdf import PdfReader

from chassis.testing import Stage
from chassis.work import Work
from contracts.policy import PolicyEndorsed, PolicyRenewed, RenewalOffered
from contracts.roles import Role
from policy.storage import Policies, Versions
from policy.use_cases.renewing.refresh_renewal import refresh_renewal


async def test_an_open_wish_is_carried_over_and_applies_to_the_new_term(stage: Stage) -> None:
    policy = await a_home(stage)
    await offered(stage)
    await until(stage, IN_FEBRUARY)
    wish = await wished(stage, policy, "2027-03-01", contents_sum="60000.00")
    before = await renewal(stage, policy)
    await until(stage, TURN)

    carried = (await stage.http.get(wish, headers=maria(stage))).json()
    accepted = await agreed(stage, wish)

    assert before["carried"] == [carried["id"]]
    assert carried["effective_on"] == "2027-04-01"
    # 40 in the thousand contents, at the new term's factors: (120 + 120) against (120 + 80)
    assert carried["premium_change"]["amount"] == "41.66"
    assert accepted.status_code == 200, accepted.text
    [endorsed] = await said(stage)
    assert isinstance(endorsed, PolicyEndorsed)
    assert (await read(stage, policy))["billed"]["amount"] == "249.98"
    limits = {(c.cover, c.starts_at): str(c.limit.amount) for c in endorsed.covers}
    assert limits["theft", TURN.replace(year=2026)] == "40000.00"
    assert limits["theft", TURN] == "60000.00"


async def test_a_change_of_the_next_term_is_asked_for_once_that_is_agreed(stage: Stage) -> None:
    policy = await a_home(stage)
    await offered(stage)
    said_ = [{"question": "contents_sum", "answer": "60000.00"}]
    change: dict[str, Any] = {"effective_on": "2027-10-01", "change": {"answers": said_}}

    async def asks(what: str, body: dict[str, Any]) -> Any:
        return await stage.http.post(
            f"{OF}/{policy}/{what}", json=body, headers={**maria(stage), **stage.key()}
        )

    early = await asks("endorsements", {**change, "reason": "More."})
    await put(stage, policy, "acceptance", maria(stage))
    previewed = await asks("endorsement-previews", change)
    asked = await asks("endorsements", {**change, "reason": "More."})
    beyond = await asks("endorsements", {**change, "effective_on": "2028-04-01", "reason": "x"})
    wish = f"{OF}/{policy}/endorsements/{asked.json()['id']}"
    not_yet = await agreed(stage, wish)
    await until(stage, TURN)
    accepted = await agreed(stage, wish)

    assert (early.status_code, early.json()["code"]) == (422, "bad-effective-day")
    assert "once it is agreed" in early.json()["detail"]
    assert (previewed.status_code, asked.status_code) == (200, 201), asked.text
    assert beyond.json()["errors"][0]["pointer"] == "/effective_on"
    assert (not_yet.status_code, not_yet.json()["code"]) == (409, "term-to-come")
    assert "2027-04-01" in not_yet.json()["detail"]
    assert accepted.status_code == 200, accepted.text
    # what is priced is the new term: 41.66 for the year, 183 of its 366 days
    assert asked.json()["premium_change"]["amount"] == "20.83"
    assert accepted.json()["effective_on"] == "2027-10-01"
    figures = [one.json()["to_pay"] for one in (asked, accepted)]
    assert figures == [previewed.json()["to_pay"]["keep_later"]] * 2
    assert (await read(stage, policy))["billed"]["amount"] == "229.15"


async def has_its_schedule(stage: Stage, policy: UUID) -> Any:
    return await stage.http.post(
        f"{OF}/{policy}/documents",
        json={"kind": "renewal", "language": "en"},
        headers={**maria(stage), **stage.key()},
    )


async def words_of(stage: Stage, document: Any) -> str:
    at = f"/v1/documents/{document.json()['id']}/content"
    content = (await stage.http.get(at, headers=maria(stage))).content
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


async def test_what_she_accepted_is_on_paper_at_once_and_anew_when_it_is_otherwise(
    stage: Stage,
) -> None:
    policy = await a_home(stage)
    await offered(stage)
    open_yet = await has_its_schedule(stage, policy)
    await put(stage, policy, "acceptance", maria(stage))

    first, again = await has_its_schedule(stage, policy), await has_its_schedule(stage, policy)
    ana = {"beneficiaries": [{"name": "Ana Santos", "percent": 100}]}
    await people_changed(stage, policy, "2027-02-01", ana)
    changed = await has_its_schedule(stage, policy)
    await put(stage, policy, "refusal", maria(stage))
    refused = await has_its_schedule(stage, policy)

    assert [one.status_code for one in (open_yet, refused)] == [409, 409]
    assert (first.status_code, again.json()) == (201, first.json()), first.text
    words = await words_of(stage, first)
    assert "You accepted our offer" in words
    assert "Ana Santos" not in words
    assert "Ana Santos" in await words_of(stage, changed)


async def test_where_silence_renews_it_is_agreed_once_she_can_object_no_more(stage: Stage) -> None:
    policy = await a_home(stage)
    await offered(stage)

    async def asks() -> Any:
        body = {"effective_on": "2027-10-01", "change": {"contact": "x@example.org"}}
        at = f"{OF}/{policy}/endorsements"
        return await stage.http.post(
            at, json={**body, "reason": "Moved."}, headers={**maria(stage), **stage.key()}
        )

    await until(stage, datetime(2027, 2, 28, 12, tzinfo=UTC))
    before = await has_its_schedule(stage, policy), await asks()
    await until(stage, datetime(2027, 3, 2, 12, tzinfo=UTC))
    paper, wish = await has_its_schedule(stage, policy), await asks()
    await until(stage, TURN)
    settled = await has_its_schedule(stage, policy)

    assert [one.status_code for one in before] == [409, 422]
    assert [one.status_code for one in (paper, wish)] == [201, 201], (paper.text, wish.text)
    assert "renews by itself" in await words_of(stage, paper)
    assert (settled.json()["subject_id"], settled.json()["subject_version"]) == (str(policy), 2)


async def test_a_change_agreed_meanwhile_is_in_the_next_term_and_she_is_asked_anew(
    stage: Stage,
) -> None:
    policy = await a_home(stage)
    await offered(stage)
    await put(stage, policy, "acceptance", maria(stage))
    read_before = await stage.http.get(f"{OF}/{policy}/renewal", headers=maria(stage))

    await agreed(stage, await wished(stage, policy, "2027-02-01", contents_sum="60000.00"))
    *_, offer = await said(stage)
    stale = await stage.http.put(
        f"{OF}/{policy}/renewal/acceptance",
        headers={**maria(stage), "If-Match": read_before.headers["ETag"]},
    )

    assert isinstance(offer, RenewalOffered)
    assert (str(offer.last_year_net), str(offer.this_year_net)) == ("EUR 237.48", "EUR 249.98")
    assert stale.status_code == 412
    assert (await renewal(stage, policy))["status"] == "offered"
    await hears_of(stage, offer)
    [renewed] = await until(stage, TURN)
    assert isinstance(renewed, PolicyRenewed)
    assert (await read(stage, policy))["terms"]["answers"]["contents_sum"] == "60000.00"


async def new_contact(stage: Stage, policy: UUID, day: str) -> None:
    await people_changed(stage, policy, day, {"contact": "new@example.org"})


async def people_changed(stage: Stage, policy: UUID, day: str, change: dict[str, Any]) -> None:
    body = {"effective_on": day, "change": change, "reason": "Moved."}
    asked = await stage.http.post(
        f"{OF}/{policy}/endorsements", json=body, headers={**maria(stage), **stage.key()}
    )
    done = await agreed(stage, f"{OF}/{policy}/endorsements/{asked.json()['id']}")
    assert done.status_code == 200, done.text


async def test_an_answer_stands_when_nothing_is_otherwise_that_she_pays_for(stage: Stage) -> None:
    policy = await a_flood_policy(stage)
    await offered(stage)
    await put(stage, policy, "acceptance", maria(stage))
    await until(stage, datetime(2027, 3, 20, 10, tzinfo=UTC))

    await new_contact(stage, policy, "2027-03-21")

    shown = await renewal(stage, policy)
    assert (shown["status"], shown["choices"]) == ("accepted", ["refuse"])
    told = [type(one) for one in await until(stage, TURN + timedelta(hours=12))]
    assert told == [PolicyEndorsed, PolicyRenewed]
    after = await read(stage, policy, TURN + timedelta(hours=12))
    assert (after["cover"], after["terms"]["contact"]) == ("in_force", "new@example.org")


async def test_other_answers_at_the_same_price_ask_nobody_again(stage: Stage) -> None:
    policy = await a_home(stage, building_age=30)
    await offered(stage)
    await put(stage, policy, "acceptance", maria(stage))

    await agreed(stage, await wished(stage, policy, "2027-02-01", building_age=31))

    assert (await renewal(stage, policy))["status"] == "accepted"
    _, endorsed, renewed = await until(stage, TURN)
    assert isinstance(endorsed, PolicyEndorsed)
    assert isinstance(renewed, PolicyRenewed)
    assert renewed.how == "accepted"
    assert (await read(stage, policy))["terms"]["answers"]["building_age"] == 32


async def test_what_an_underwriter_looked_at_is_not_looked_at_again(stage: Stage) -> None:
    policy = await a_home(stage, building_sum="600000.00")
    await until(stage, OPENS)
    await put(stage, policy, "terms", stage.as_(Role.UNDERWRITER), {"change": {}})
    before = await tasks(stage)

    await agreed(stage, await wished(stage, policy, "2027-02-01", contents_sum="35000.00"))

    assert (await renewal(stage, policy))["status"] == "offered"
    assert await tasks(stage) == before


async def test_what_she_accepted_of_a_product_sold_no_more_is_for_a_person_once_changed(
    stage: Stage,
) -> None:
    policy = await a_home(stage)
    await offered(stage)
    await put(stage, policy, "acceptance", maria(stage))

    async def changes(work: Work) -> None:
        found = await Policies(work).by_id(policy)
        [whole] = await Versions(work).stretches(found)
        answers = {**whole.agreed.answers, "contents_sum": "60000.00"}
        changed = replace(whole, agreed=replace(whole.agreed, answers=answers))
        await Versions(work).rewrite(found, [changed])
        found.product = "old-home"
        await refresh_renewal(found, work)

    await do(stage, changes)

    assert (await renewal(stage, policy))["status"] == "planned"
    assert await tasks(stage) == ["renewal_to_decide"]
