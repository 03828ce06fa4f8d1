"""What is said to a next term, by her, by us or by nobody, and what comes of it."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from arranged.renewing import (
    IN_FEBRUARY,
    OF,
    TURN,
    a_flood_policy,
    a_home,
    hears_of,
    maria,
    offered,
    put,
    read,
    renewal,
    said,
    tasks,
    until,
)

from chassis.testing import Stage
from contracts.policy import (
    PolicyExpired,
    PolicyRenewed,
    RenewalDeclined,
    RenewalNotOffered,
    RenewalOffered,
    RenewalReminded,
)
from contracts.roles import Role


async def abouts(stage: Stage, policy: UUID) -> dict[str, str]:
    answer = await stage.http.get(f"{OF}/{policy}/clocks", headers=maria(stage))
    return {item["about"]: item["entry"] for item in answer.json()["items"]}


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
    assert [step["reason"] for step in answer.json()["walk"]] == ["answers.alarm", "building_age"]
    assert clocks["renewal_answer"] == "contract"
    assert isinstance(reminded, RenewalReminded)
    assert (offer.silence, reminded.silence) == ("old_terms", "old_terms")
    assert isinstance(renewed, PolicyRenewed)
    assert (renewed.how, str(renewed.premium)) == ("old_terms", "EUR 197.90")


async def test_what_she_accepted_holds(stage: Stage) -> None:
    policy = await a_home(stage)
    await offered(stage, served=False)

    answer = await put(stage, policy, "acceptance", maria(stage))
    _, renewed = await until(stage, TURN)

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
    _, renewed = await until(stage, TURN + timedelta(hours=12))

    assert isinstance(renewed, PolicyRenewed)
    assert (renewed.how, renewed.starts_on) == ("accepted", date(2027, 4, 1))
    assert renewed.starts_at == datetime(2027, 4, 1, 5, tzinfo=UTC)  # midnight in Chicago
    assert (await read(stage, policy))["cover"] == "in_force"


async def test_DE_40_who_hears_of_a_rise_may_still_leave_for_a_month(stage: Stage) -> None:  # noqa: N802
    policy = await a_home(stage, "DE")

    before = await abouts(stage, policy)
    await offered(stage)
    after = await abouts(stage, policy)

    assert (before["renewal_notice"], after["renewal_leave"]) == ("DE-40-NOTICE", "DE-40")
    [renewed] = await until(stage, TURN)
    assert isinstance(renewed, PolicyRenewed)
    assert renewed.how == "by_terms"
