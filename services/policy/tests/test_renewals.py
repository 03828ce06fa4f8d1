"""A term follows a term, from outside: offered ahead, told, answered, settled, begun."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis.events import Event
from chassis.ids import new_id
from chassis.testing import Stage
from chassis.work import Work
from contracts.insured import Language
from contracts.notifications import NoticeBounced, NoticeServed
from contracts.policy import (
    PolicyCancelled,
    PolicyEndorsed,
    PolicyExpired,
    PolicyRenewed,
    RenewalDeclined,
    RenewalNotOffered,
    RenewalOffered,
    RenewalReminded,
    RenewalWord,
)
from contracts.roles import Role
from policy.domain.clocks import TO_DO
from policy.domain.offer import PaymentMode
from policy.domain.policy import Policy
from policy.domain.preservation.unpaid import lapse
from policy.domain.pricing.rating import price
from policy.domain.pricing.steps import Asked
from policy.domain.renewing.clocks import TO_ANSWER, TO_BE_TOLD
from policy.examples import MARIA, WEI, a_customer, an_agreement
from policy.examples.contracts import VALENCIA, a_wording, an_offer
from policy.storage import Policies, Products, Versions, levies
from policy.storage.money.accounts import Accounts
from policy.use_cases.deliver_contract import contract_delivered
from policy.use_cases.issue_contract import IssueContract, issue_contract
from policy.use_cases.renewing.refresh_renewal import refresh_renewal

OF = "/v1/policies"
ANSWERS: dict[str, Any] = {
    "building_sum": "200000.00",
    "contents_sum": "40000.00",
    "construction": "masonry",
    "building_age": 20,
    "flood_zone": "C",
    "alarm": True,
    "claims": 1,
}
OPENS = datetime(2027, 1, 1, 12, tzinfo=UTC)
A_WEEK = timedelta(days=7)
IN_FEBRUARY = datetime(2027, 2, 10, tzinfo=UTC)
EVE = datetime(2027, 3, 30, 23, tzinfo=UTC)
TURN = datetime(2027, 3, 31, 22, tzinfo=UTC)
"""The first instant of 1 April in Madrid."""


async def do(stage: Stage, verb: Callable[[Work], Awaitable[Any]]) -> Any:
    async with stage.running.works() as work:
        return await verb(work)


async def issued_and_delivered(order: IssueContract, work: Work) -> Policy:
    policy = await issue_contract(order, work)
    await contract_delivered(policy.id, work.now, by="ana", work=work)
    return policy


async def a_home(stage: Stage, jurisdiction: str = "ES", **answers: Any) -> UUID:
    """María's home in Valencia, insured for a year from 1 April 2026, whoever's law it is."""
    await stage.given(a_customer())
    plan = Products().version("home", "1.0")
    asked = Asked(
        product="home",
        product_version="1.0",
        jurisdiction=jurisdiction,
        place=VALENCIA,
        starts_on=date(2026, 4, 1),
        ends_on=date(2027, 4, 1),
        time_zone="Europe/Madrid",
        payment_mode=PaymentMode.YEARLY,
        answers={**ANSWERS, **answers},
        priced_on=date(2026, 4, 1),
    )
    offer = price(plan, asked, levies()).offer(asked, plan)
    order = IssueContract(customer_id=MARIA, offer=offer, wording=a_wording(), by="ana")
    policy: Policy = await do(stage, lambda work: issued_and_delivered(order, work))
    await stage.said()
    return UUID(str(policy.id))


async def a_flood_policy(stage: Stage, **changes: Any) -> UUID:
    """María's house by the harbour, whose product asks each year."""
    await stage.given(a_customer())
    importer = {**stage.as_(Role.IMPORTER), **stage.key()}
    answer = await stage.http.post(OF, json=an_agreement(**changes), headers=importer)
    assert answer.status_code == 201, answer.text
    await stage.said()
    return UUID(answer.json()["id"])


async def until(stage: Stage, instant: datetime) -> list[Event]:
    """Time goes by, a week at a time; what is said meanwhile."""
    while stage.clock.now() + A_WEEK < instant:
        await stage.passes(A_WEEK)
    await stage.passes(instant - stage.clock.now())
    return await said(stage)


async def said(stage: Stage) -> list[Event]:
    """What is said of the contract; of its premium other tests tell."""
    about_terms = (RenewalWord, PolicyRenewed, PolicyExpired, PolicyEndorsed, PolicyCancelled)
    return [one for one in await stage.said() if isinstance(one, about_terms)]


async def hears_of(
    stage: Stage, notice: RenewalOffered | RenewalNotOffered, *, served: bool = True
) -> None:
    about: dict[str, Any] = {
        "notice_id": notice.notice_id, "customer_id": MARIA, "delivery_id": new_id(),
    }  # fmt: skip
    now = stage.clock.now()
    await stage.hears(
        NoticeServed(**about, served_at=now)
        if served
        else NoticeBounced(**about, why="no such address", bounced_at=now)
    )


async def offered(stage: Stage, *, served: bool = True) -> RenewalOffered:
    """Its time comes, and the offer reaches her."""
    [offer] = await until(stage, OPENS)
    assert isinstance(offer, RenewalOffered)
    if served:
        await hears_of(stage, offer)
    return offer


def maria(stage: Stage) -> dict[str, str]:
    return stage.as_(Role.CUSTOMER, customer_id=MARIA)


async def renewal(stage: Stage, policy: UUID, who: dict[str, str] | None = None) -> Any:
    answer = await stage.http.get(f"{OF}/{policy}/renewal", headers=who or maria(stage))
    assert answer.status_code == 200, answer.text
    return answer.json()


async def put(stage: Stage, policy: UUID, what: str, who: dict[str, str], body: Any = None) -> Any:
    path = f"{OF}/{policy}/renewal"
    tag = (await stage.http.get(path, headers=who)).headers["ETag"]
    return await stage.http.put(f"{path}/{what}", json=body, headers={**who, "If-Match": tag})


async def read(stage: Stage, policy: UUID, at: datetime | None = None) -> Any:
    query = {} if at is None else {"at": at.isoformat()}
    answer = await stage.http.get(f"{OF}/{policy}", params=query, headers=maria(stage))
    return answer.json()


async def tasks(stage: Stage, role: Role = Role.UNDERWRITER) -> list[str]:
    answer = await stage.http.get("/v1/tasks?status=open", headers=stage.as_(role))
    money = {"cover_kept_unpaid", "notice_not_served"}
    return [item["kind"] for item in answer.json()["items"] if item["kind"] not in money]


async def abouts(stage: Stage, policy: UUID) -> dict[str, str]:
    answer = await stage.http.get(f"{OF}/{policy}/clocks", headers=maria(stage))
    return {item["about"]: item["entry"] for item in answer.json()["items"]}


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
    assert await at_the_end(stage, policy) == TO_DO["expiry"][Language.SPANISH]


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


async def test_ES_22_she_says_no_a_month_ahead_and_cover_ends(stage: Stage) -> None:  # noqa: N802
    policy = await a_home(stage)
    await offered(stage)
    await until(stage, IN_FEBRUARY)

    answer = await put(stage, policy, "refusal", maria(stage))

    assert (answer.status_code, answer.json()["status"]) == (200, "declined")
    assert answer.json()["choices"] == ["accept"]  # she may think again
    [declined] = await said(stage)
    assert isinstance(declined, RenewalDeclined)
    assert (await abouts(stage, policy))["expiry"] == "contract"
    [expired] = await until(stage, TURN)
    assert isinstance(expired, PolicyExpired)
    assert (await read(stage, policy))["cover"] == "over"


async def test_ES_22_a_late_no_goes_to_a_person(stage: Stage) -> None:  # noqa: N802 - the law's id
    policy = await a_home(stage)
    await offered(stage)
    await until(stage, datetime(2027, 3, 10, tzinfo=UTC))

    late = await put(stage, policy, "refusal", maria(stage))
    waiting = await tasks(stage)
    granted = await put(stage, policy, "refusal", stage.as_(Role.UNDERWRITER))

    assert (late.status_code, late.json()["with_a_person"]) == (202, True)
    assert (late.json()["status"], waiting) == ("offered", ["late_refusal"])
    assert (granted.status_code, granted.json()["status"]) == (200, "declined")


async def test_an_underwriter_refuses_a_next_term_in_time_and_with_a_reason(stage: Stage) -> None:
    policy = await a_home(stage)
    await offered(stage)
    reason = {"reason": "The river wall was taken down."}

    answer = await put(stage, policy, "non-renewal", stage.as_(Role.UNDERWRITER), reason)
    [told] = await said(stage)
    assert isinstance(told, RenewalNotOffered)
    await hears_of(stage, told)

    assert (answer.status_code, answer.json()["status"]) == (200, "not_offered")
    assert (told.rule, told.reason) == ("ES-22-INSURER", reason["reason"])
    [expired] = await until(stage, TURN)
    assert isinstance(expired, PolicyExpired)


async def test_ES_22_what_we_did_not_say_in_time_is_renewed(stage: Stage) -> None:  # noqa: N802
    policy = await a_home(stage)
    await offered(stage)
    underwriter, reason = stage.as_(Role.UNDERWRITER), {"reason": "The river wall is down."}
    await put(stage, policy, "non-renewal", underwriter, reason)
    await said(stage)

    [renewed] = await until(stage, TURN)  # nobody heard of the notice

    assert isinstance(renewed, PolicyRenewed)
    assert (renewed.how, await tasks(stage)) == ("old_terms", ["old_terms_stand"])


async def test_too_late_for_the_law_no_term_is_refused(stage: Stage) -> None:
    policy = await a_home(stage)
    await offered(stage)
    await until(stage, IN_FEBRUARY)

    answer = await put(
        stage, policy, "non-renewal", stage.as_(Role.UNDERWRITER), {"reason": "Too risky."}
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "non-renewal-too-late")
    assert (await renewal(stage, policy))["status"] == "offered"


async def test_above_the_products_limit_she_is_asked_and_no_price_rises_in_silence(
    stage: Stage,
) -> None:
    """The alarm is gone (0.93 to 1.00) and the house is 21: 13 % more, the limit is 10."""
    policy = await a_home(stage)
    await offered(stage)
    change = {"change": {"answers": [{"question": "alarm", "answer": "false"}]}}

    answer = await put(stage, policy, "terms", stage.as_(Role.UNDERWRITER), change)
    [offer] = await said(stage)
    assert isinstance(offer, RenewalOffered)
    await hears_of(stage, offer)
    clocks = await abouts(stage, policy)
    reminded, renewed = await until(stage, TURN)

    assert answer.json()["asked"] is True
    assert [step["reason"] for step in answer.json()["walk"]] == ["agreed", "building_age"]
    assert clocks["renewal_answer"] == "contract"
    assert isinstance(reminded, RenewalReminded)
    assert isinstance(renewed, PolicyRenewed)
    assert (renewed.how, str(renewed.premium)) == ("old_terms", "EUR 197.90")


async def test_what_she_accepted_holds(stage: Stage) -> None:
    policy = await a_home(stage)
    await offered(stage, served=False)

    answer = await put(stage, policy, "acceptance", maria(stage))
    [renewed] = await until(stage, TURN)

    assert (answer.status_code, answer.json()["status"]) == (200, "accepted")
    assert isinstance(renewed, PolicyRenewed)
    assert (renewed.how, str(renewed.premium)) == ("accepted", "EUR 208.32")


async def test_a_product_that_asks_ends_when_nobody_answers_and_says_so_before(
    stage: Stage,
) -> None:
    policy = await a_flood_policy(stage)
    offer = await offered(stage)

    reminded, expired = await until(stage, TURN + timedelta(hours=12))

    assert offer.asked
    assert isinstance(reminded, RenewalReminded)
    assert isinstance(expired, PolicyExpired)
    assert (await renewal(stage, policy))["status"] == "ended"
    assert (await put(stage, policy, "acceptance", maria(stage))).status_code == 409


async def test_a_product_that_asks_renews_when_she_accepts(stage: Stage) -> None:
    policy = await a_flood_policy(stage)
    await offered(stage)

    await put(stage, policy, "acceptance", maria(stage))
    [renewed] = await until(stage, TURN + timedelta(hours=12))

    assert isinstance(renewed, PolicyRenewed)
    assert (renewed.how, renewed.starts_on) == ("accepted", date(2027, 4, 1))
    assert renewed.starts_at == datetime(2027, 4, 1, 5, tzinfo=UTC)  # midnight in Chicago
    assert (await read(stage, policy))["cover"] == "in_force"


async def test_a_book_brought_in_late_is_opened_at_once(stage: Stage) -> None:
    policy = await a_flood_policy(stage, starts_on="2025-03-20", ends_on="2026-03-20")

    [offer] = await until(stage, stage.clock.now())
    await put(stage, policy, "acceptance", maria(stage))
    [renewed] = await until(stage, datetime(2026, 3, 21, tzinfo=UTC))

    assert isinstance(offer, RenewalOffered)
    assert isinstance(renewed, PolicyRenewed)


async def test_a_contract_of_some_weeks_was_for_a_purpose_and_ends(stage: Stage) -> None:
    policy = await a_flood_policy(stage, ends_on="2026-06-01")

    [expired] = await until(stage, datetime(2026, 6, 2, tzinfo=UTC))

    assert isinstance(expired, PolicyExpired)
    answer = await stage.http.get(f"{OF}/{policy}/renewal", headers=maria(stage))
    assert answer.status_code == 404


async def test_what_we_no_longer_sell_is_not_offered(stage: Stage) -> None:
    await stage.given(a_customer())
    offer = an_offer(product="old-home", product_version="0.9")
    order = IssueContract(customer_id=MARIA, offer=offer, wording=a_wording(), by="ana")
    await do(stage, lambda work: issue_contract(order, work))
    await said(stage)

    [told] = await until(stage, OPENS)

    assert isinstance(told, RenewalNotOffered)
    assert (told.because, told.rule) == ("withdrawn", "ES-22-INSURER")
    await hears_of(stage, told)
    [expired] = await until(stage, TURN)
    assert isinstance(expired, PolicyExpired)


async def test_what_the_price_list_cannot_price_is_for_an_underwriter(stage: Stage) -> None:
    """A home of this value is looked at by a person; nobody did, and nothing ends in silence."""
    policy = await a_home(stage, building_sum="600000.00")

    assert await until(stage, OPENS) == []
    waiting, shown = await tasks(stage), await renewal(stage, policy)
    answer = await put(stage, policy, "terms", stage.as_(Role.UNDERWRITER), {"change": {}})

    assert (waiting, shown["status"], shown["choices"]) == (
        ["renewal_to_decide"], "planned", ["refuse"],
    )  # fmt: skip
    assert answer.json()["status"] == "offered"
    [offer] = await said(stage)
    assert isinstance(offer, RenewalOffered)


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


async def test_a_change_agreed_meanwhile_is_in_the_next_term_and_she_is_asked_anew(
    stage: Stage,
) -> None:
    policy = await a_home(stage)
    await offered(stage)
    await put(stage, policy, "acceptance", maria(stage))
    read_before = await stage.http.get(f"{OF}/{policy}/renewal", headers=maria(stage))

    await agreed(stage, await wished(stage, policy, "2027-02-01", contents_sum="60000.00"))
    _, offer = await said(stage)
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
    body = {"effective_on": day, "change": {"contact": "new@example.org"}, "reason": "Moved."}
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
    [endorsed, renewed] = await until(stage, TURN)
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


async def test_a_contract_that_ends_on_the_eve_has_no_next_term(stage: Stage) -> None:
    policy = await a_home(stage)
    await offered(stage)
    await until(stage, EVE + timedelta(hours=2))
    in_june = datetime(2027, 6, 1, 10, tzinfo=UTC)
    agreed_on_the_eve = await read(stage, policy, in_june)
    tag = (await stage.http.get(f"{OF}/{policy}", headers=maria(stage))).headers["ETag"]

    ended = await stage.http.put(
        f"{OF}/{policy}/cancellation",
        json={"ends_on": "2027-03-31", "reason": "Sold."},
        headers={**maria(stage), "If-Match": tag},
    )

    assert (agreed_on_the_eve["cover"], bool(agreed_on_the_eve["terms"])) == ("in_force", True)
    assert ended.status_code == 200, ended.text
    shown = await renewal(stage, policy)
    assert (shown["status"], shown["how"], shown["choices"]) == ("ended", None, [])
    await until(stage, TURN + timedelta(days=30))
    after = await read(stage, policy, in_june)
    assert (after["status"], after["cover"], after["terms"]) == ("cancelled", "over", None)
    assert (await renewal(stage, policy))["status"] == "ended"


async def test_a_contract_that_lapses_on_the_eve_has_no_next_term(stage: Stage) -> None:
    policy = await a_home(stage)
    await offered(stage)
    await until(stage, EVE + timedelta(hours=2))

    async def lapses(work: Work) -> None:
        found, now = await Policies(work).by_id(policy), work.now
        terms = await Versions(work).stretches(found)
        lapse(found, terms, from_=now, owed=found.premium, rule="YB-GRACE", at=now)

    await do(stage, lapses)
    await until(stage, TURN + timedelta(hours=1))

    assert (await renewal(stage, policy))["status"] == "ended"
    after = await read(stage, policy, datetime(2027, 6, 1, 10, tzinfo=UTC))
    assert (after["status"], after["terms"]) == ("lapsed", None)


async def test_a_cancelled_contract_has_no_next_term(stage: Stage) -> None:
    policy = await a_home(stage)
    await offered(stage)
    shown = await stage.http.get(f"{OF}/{policy}", headers=maria(stage))
    tag = {"If-Match": shown.headers["ETag"]}

    await stage.http.put(
        f"{OF}/{policy}/cancellation",
        json={"ends_on": "2027-02-01", "reason": "Sold."},
        headers={**maria(stage), **tag},
    )

    assert (await renewal(stage, policy))["status"] == "ended"
    assert [type(one).__name__ for one in await until(stage, TURN)] == ["PolicyCancelled"]


async def test_DE_40_who_hears_of_a_rise_may_still_leave_for_a_month(stage: Stage) -> None:  # noqa: N802
    policy = await a_home(stage, "DE")

    before = await abouts(stage, policy)
    await offered(stage)
    after = await abouts(stage, policy)

    assert (before["renewal_notice"], after["renewal_leave"]) == ("DE-40-NOTICE", "DE-40")
    [renewed] = await until(stage, TURN)
    assert isinstance(renewed, PolicyRenewed)
    assert renewed.how == "by_terms"


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


async def wished(stage: Stage, policy: UUID, day: str, **answers: Any) -> str:
    """She asks for other answers from a day on; nobody has agreed yet."""
    said = [{"question": name, "answer": answer} for name, answer in answers.items()]
    answer = await stage.http.post(
        f"{OF}/{policy}/endorsements",
        json={"effective_on": day, "change": {"answers": said}, "reason": "Bought a piano."},
        headers={**maria(stage), **stage.key()},
    )
    assert answer.status_code == 201, answer.text
    return f"{OF}/{policy}/endorsements/{answer.json()['id']}"


async def agreed(stage: Stage, wish: str) -> Any:
    tag = (await stage.http.get(wish, headers=maria(stage))).headers["ETag"]
    return await stage.http.put(f"{wish}/acceptance", headers={**maria(stage), "If-Match": tag})
