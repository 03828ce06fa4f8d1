"""A term follows a term, from outside: offered ahead, told, answered, settled, begun."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from arranged.renewing import (
    EVE,
    IN_FEBRUARY,
    OF,
    OPENS,
    TURN,
    a_flood_policy,
    a_home,
    agreed,
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

from chassis.testing import Stage
from contracts.insured import Language
from contracts.policy import PolicyRenewed, RenewalOffered
from contracts.roles import Role
from policy.domain.clocks import TO_DO
from policy.domain.renewing.clock_words import TO_ANSWER, TO_BE_TOLD
from policy.examples import MARIA, WEI
from policy.storage.money.accounts import Accounts


async def at_the_end(stage: Stage, policy: UUID) -> str:
    """What she is told to do about the end of the term."""
    answer = await stage.http.get(f"{OF}/{policy}/clocks", headers=maria(stage))
    [found] = [item for item in answer.json()["items"] if item["about"] in {"expiry", "renewed"}]
    return str(found["to_do"])


async def test_the_end_of_a_term_never_tells_of_an_end_of_cover_that_is_not_decided(
    stage: Stage,
) -> None:
    policy = await a_home(stage)

    at_first = await at_the_end(stage, policy)
    await offered(stage)
    goes_on = await at_the_end(stage, policy)
    await until(stage, IN_FEBRUARY)
    await put(stage, policy, "refusal", maria(stage))

    assert at_first == TO_BE_TOLD[Language.SPANISH]
    assert goes_on == TO_DO["renewed"][Language.SPANISH]
    declined = await at_the_end(stage, policy)
    assert "su cobertura termina" in declined
    assert "antes del 31 de marzo de 2027 a las 0:00" in declined  # a yes is heard until the eve


async def test_who_is_asked_is_told_to_answer_and_not_to_look_for_a_new_contract(
    stage: Stage,
) -> None:
    policy = await a_flood_policy(stage)

    await offered(stage)

    assert await at_the_end(stage, policy) == TO_ANSWER[Language.SPANISH]


async def test_a_spanish_home_renews_by_itself_with_every_reason_told_ahead(stage: Stage) -> None:
    policy = await a_home(stage)

    offer = await offered(stage)
    shown = await renewal(stage, policy)
    [renewed] = await until(stage, EVE)
    [*_] = await until(stage, TURN)

    assert (offer.asked, offer.rule) == (False, "ES-22-CHANGE")
    assert (str(offer.last_year_net), str(offer.this_year_net)) == ("EUR 197.90", "EUR 208.32")
    [older] = offer.reasons
    assert (older.reason, str(older.change)) == ("building_age", "EUR 10.42")
    assert shown["walk"][0]["text"] == "¿Cuántos años tiene el edificio? 20 → 21"
    assert shown["last_year"]["total"]["amount"] == str(offer.last_year.amount)
    assert shown["choices"] == ["accept", "refuse"]
    assert [one["about"] for one in shown["clocks"]] == ["renewal_notice", "renewal", "renewed"]
    assert isinstance(renewed, PolicyRenewed)
    assert (renewed.how, renewed.term, str(renewed.premium)) == ("by_terms", 2, "EUR 208.32")
    assert (renewed.starts_at, renewed.ends_at) == (TURN, datetime(2028, 3, 31, 22, tzinfo=UTC))
    for cover in renewed.covers:  # no gap, no overlap, and no waiting begins again
        assert (cover.starts_at, cover.ends_at) == (TURN.replace(year=2026), renewed.ends_at)
        assert cover.answers_from < datetime(2026, 4, 10, tzinfo=UTC)
    contract = await read(stage, policy)
    assert (contract["number"], contract["cover"]) == (renewed.number, "in_force")
    assert (contract["starts_on"], contract["ends_on"]) == ("2027-04-01", "2028-04-01")
    assert contract["premium"] == contract["billed"] == {"amount": "208.32", "currency": "EUR"}
    before = await read(stage, policy, TURN - timedelta(seconds=1))
    after = await read(stage, policy, TURN)
    assert (before["cover"], after["cover"]) == ("in_force", "in_force")
    assert before["terms"]["answers"]["building_age"] == 20
    assert after["terms"]["answers"]["building_age"] == 21
    assert after["status"] == "issued"
    shown = await renewal(stage, policy)
    assert (shown["status"], shown["how"], shown["choices"]) == ("renewed", "by_terms", [])
    assert [one["about"] for one in shown["clocks"]] == ["renewal_notice", "renewal", "expiry"]


async def test_the_next_term_is_charged_on_the_same_account_and_the_last_is_earned(
    stage: Stage,
) -> None:
    policy = await a_home(stage)
    offer = await offered(stage)
    await until(stage, TURN)

    shown = await stage.http.get(f"{OF}/{policy}/account", headers=maria(stage))
    async with stage.running.works() as work:
        account = await Accounts(work).by_id(policy)
    first, following = shown.json()["invoices"]

    assert following["amount"] == {"amount": str(offer.this_year.amount), "currency": "EUR"}
    assert (following["covers_from"], following["covers_until"]) == ("2027-04-01", "2028-04-01")
    assert (following["due_on"], following["status"]) == ("2027-04-15", "issued")
    assert first["covers_until"] == "2027-04-01"
    assert str(account.unearned) == "EUR 208.32"  # the last term's premium is earned, all of it
    assert (account.earned_until, account.ends_on) == (date(2027, 4, 1), date(2028, 4, 1))


async def test_what_was_known_in_a_term_is_of_that_term(stage: Stage) -> None:
    policy = await a_home(stage)
    in_june = "2026-06-01T10:00:00Z"

    async def known(at: str, known_at: str) -> tuple[Any, ...]:
        query = {"at": at, "known_at": known_at}
        answer = await stage.http.get(f"{OF}/{policy}", params=query, headers=maria(stage))
        found = answer.json()
        terms = found["terms"] and found["terms"]["answers"]["contents_sum"]
        return (
            found["cover"], terms, found["starts_on"], found["ends_on"],
            found["premium"]["amount"], found["billed"]["amount"],
        )  # fmt: skip

    await until(stage, datetime(2026, 9, 1, 10, tzinfo=UTC))
    await agreed(stage, await wished(stage, policy, "2026-10-01", contents_sum="60000.00"))
    await said(stage)
    await offered(stage)
    await until(stage, EVE + timedelta(hours=2))
    on_the_eve = stage.clock.now().isoformat()
    await until(stage, TURN + timedelta(hours=5))

    first = ("2026-04-01", "2027-04-01", "197.90")
    assert await known("2027-06-01T10:00:00Z", in_june) == ("over", None, *first, "197.90")
    assert await known(in_june, in_june) == ("in_force", "40000.00", *first, "197.90")
    assert await known("2026-12-01T10:00:00Z", "2026-12-01T10:00:00Z") == (
        "in_force", "60000.00", *first, "217.64",
    )  # fmt: skip
    assert await known("2027-06-01T10:00:00Z", on_the_eve) == (
        "in_force", "60000.00", *first, "217.64",
    )  # fmt: skip
    now = stage.clock.now().isoformat()
    second = ("2027-04-01", "2028-04-01", "249.98", "249.98")
    assert await known("2027-06-01T10:00:00Z", now) == ("in_force", "60000.00", *second)
    assert await known(in_june, now) == ("in_force", "40000.00", *second)


async def test_the_year_after_it_renews_again(stage: Stage) -> None:
    policy = await a_home(stage)
    await offered(stage)
    await until(stage, TURN)

    [offer] = await until(stage, OPENS.replace(year=2028, day=3))
    assert isinstance(offer, RenewalOffered)
    await hears_of(stage, offer)
    [renewed] = await until(stage, TURN.replace(year=2028))

    assert isinstance(renewed, PolicyRenewed)
    assert (renewed.term, renewed.starts_on) == (3, date(2028, 4, 1))
    assert {cover.starts_at for cover in renewed.covers} == {TURN.replace(year=2026)}
    assert (await renewal(stage, policy))["term"] == 3
    assert (await read(stage, policy, datetime(2026, 6, 1, tzinfo=UTC)))["cover"] == "in_force"


async def test_ES_22_a_rise_that_was_told_late_has_no_effect(stage: Stage) -> None:  # noqa: N802
    policy = await a_home(stage)
    offer = await offered(stage, served=False)
    await until(stage, IN_FEBRUARY)  # two months ahead was 1 February
    await hears_of(stage, offer)

    [renewed] = await until(stage, TURN)

    assert isinstance(renewed, PolicyRenewed)
    assert (renewed.how, str(renewed.premium)) == ("old_terms", "EUR 197.90")
    assert await tasks(stage) == ["old_terms_stand"]
    assert await tasks(stage, Role.AGENT) == ["renewal_notice_not_served"]
    assert (await read(stage, policy))["premium"]["amount"] == "197.90"


async def test_a_notice_that_bounced_is_for_an_agent_and_nothing_rises(stage: Stage) -> None:
    policy = await a_home(stage)
    offer = await offered(stage, served=False)
    await hears_of(stage, offer, served=False)

    bounced = await tasks(stage, Role.AGENT)
    [renewed] = await until(stage, TURN)

    assert bounced == ["renewal_notice_not_served"]
    assert isinstance(renewed, PolicyRenewed)
    assert renewed.how == "old_terms"
    assert (await read(stage, policy))["cover"] == "in_force"


async def test_a_book_brought_in_late_is_opened_at_once(stage: Stage) -> None:
    policy = await a_flood_policy(stage, starts_on="2025-03-20", ends_on="2026-03-20")

    [offer] = await until(stage, stage.clock.now())
    await put(stage, policy, "acceptance", maria(stage))
    _, renewed = await until(stage, datetime(2026, 3, 21, tzinfo=UTC))

    assert isinstance(offer, RenewalOffered)
    assert isinstance(renewed, PolicyRenewed)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "", None),
        ("PUT", "/acceptance", None),
        ("PUT", "/refusal", None),
    ],
)
async def test_a_stranger_finds_no_next_term(
    stage: Stage, method: str, path: str, body: Any
) -> None:
    policy = await a_home(stage)
    await offered(stage)
    wei = {**stage.as_(Role.CUSTOMER, customer_id=WEI), "If-Match": '"1"'}

    answer = await stage.http.request(
        method, f"{OF}/{policy}/renewal{path}", json=body, headers=wei
    )

    assert answer.status_code == 404
    assert (await renewal(stage, policy))["status"] == "offered"


READERS = {Role.CUSTOMER, Role.AGENT, Role.UNDERWRITER, Role.ADJUSTER}


ANSWERERS = {Role.CUSTOMER, Role.AGENT, Role.UNDERWRITER}


WHO_MAY: dict[str, tuple[str, Any, set[Role]]] = {
    "": ("GET", None, READERS),
    "/acceptance": ("PUT", None, ANSWERERS),
    "/refusal": ("PUT", None, ANSWERERS),
    "/terms": ("PUT", {}, {Role.UNDERWRITER}),
    "/non-renewal": ("PUT", {"reason": "Too risky."}, {Role.UNDERWRITER}),
}


@pytest.mark.parametrize("path", WHO_MAY)
async def test_each_route_takes_its_own_roles_and_no_other(stage: Stage, path: str) -> None:
    policy = await a_home(stage)
    await offered(stage)
    method, body, roles = WHO_MAY[path]

    for role in Role:
        who = stage.as_(role, customer_id=MARIA if role is Role.CUSTOMER else None)
        answer = await stage.http.request(
            method,
            f"{OF}/{policy}/renewal{path}",
            json=body,
            headers={**who, "If-Match": '"999"'},
        )
        allowed = {200} if method == "GET" else {412}  # let in, and then told: not that version
        assert answer.status_code in (allowed if role in roles else {403}), (role, answer.text)


@pytest.mark.parametrize(
    ("what", "body", "status", "field"),
    [
        ("non-renewal", {}, 422, "/reason"),
        ("non-renewal", {"reason": ""}, 422, "/reason"),
        ("terms", {"change": {"payment_mode": "hourly"}}, 422, "/change/payment_mode"),
        ("terms", {"change": {"answers": [{"question": "alarm", "answer": "7"}]}}, 422, None),
        ("terms", {"change": {"answers": [{"question": "moat", "answer": "true"}]}}, 422, None),
        ("terms", {"change": {"covers": [{"id": "fire", "removed": True}]}}, 422, None),
    ],
)
async def test_what_cannot_be_offered_is_refused_and_nothing_is_done(
    stage: Stage, what: str, body: Any, status: int, field: str | None
) -> None:
    policy = await a_home(stage)
    await offered(stage)
    before = await renewal(stage, policy)

    answer = await put(stage, policy, what, stage.as_(Role.UNDERWRITER), body)

    assert answer.status_code == status, answer.text
    if field is not None:
        assert answer.json()["errors"][0]["pointer"] == field
    assert await renewal(stage, policy) == before
    assert await said(stage) == []
