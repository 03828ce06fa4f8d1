"""A contract or its term ends while cover rests: nothing says that cover goes on, or ends then."""

from datetime import UTC, datetime, timedelta

from arranged import renewing
from arranged.renewing import EVE, a_home, offered
from arranged.unpaid import JUNE, MAY, abouts, last, maria, one, pays, suspended, until

from chassis.testing import Stage
from contracts.insured import Language
from contracts.policy import PolicyExpired, PolicySuspended
from policy.domain.clocks import ENDS_AT_REST, TO_DO
from policy.domain.preservation.owing import Owing
from policy.domain.preservation.unpaid import suspend
from policy.domain.renewing.clock_words import BEFORE_IT_ENDS, FOLLOWS_AT_REST, TO_BE_TOLD
from policy.storage import Policies, Versions

ES = Language.SPANISH


async def test_a_contract_that_rests_shows_no_renewal_and_its_last_letter_when_cover_ended(
    stage: Stage,
) -> None:
    policy = await suspended(stage, "DE")
    while_it_rests = await abouts(stage, policy)
    end = await one(stage, policy, "expiry")
    rests = await last(stage, PolicySuspended)
    for month in (8, 10, 12):
        await until(stage, datetime(2026, month, 2, 6, tzinfo=UTC))
    await until(stage, datetime(2027, 2, 2, 6, tzinfo=UTC))
    at_the_end = await abouts(stage, policy)
    await until(stage, datetime(2027, 4, 2, 6, tzinfo=UTC))

    assert while_it_rests == at_the_end == {"suspended", "expiry"}
    assert end["to_do"] == BEFORE_IT_ENDS[ES]
    expired = await last(stage, PolicyExpired)
    assert expired.cover_ended_at == rests.suspended_at


async def test_once_cover_is_back_the_next_term_is_spoken_of_again(stage: Stage) -> None:
    policy = await suspended(stage, "DE")

    await pays(stage, policy, MAY, JUNE)

    assert {"renewal", "renewal_notice", "expiry"} <= await abouts(stage, policy)
    assert (await one(stage, policy, "expiry"))["to_do"] == TO_BE_TOLD[ES]


async def test_the_end_of_a_cancelled_contract_that_rests_ends_no_cover(stage: Stage) -> None:
    policy = await suspended(stage, "DE")
    path = f"/v1/policies/{policy}"
    tag = (await stage.http.get(path, headers=maria(stage))).headers["etag"]
    done = await stage.http.put(
        f"{path}/cancellation",
        json={"ends_on": "2026-07-01", "reason": "Sold."},
        headers={**maria(stage), "If-Match": tag},
    )
    assert done.status_code == 200, done.text

    end = await one(stage, policy, "end")

    assert end["to_do"] == ENDS_AT_REST[ES]


async def test_a_next_term_that_is_agreed_does_not_say_that_cover_goes_on_while_it_rests(
    stage: Stage,
) -> None:
    policy = await a_home(stage)
    await offered(stage)
    await renewing.until(stage, EVE + timedelta(hours=2))
    before = await one(stage, policy, "renewed")
    async with stage.running.works() as work:
        rests = await Policies(work).by_id(policy)
        suspend(
            rests,
            await Versions(work).stretches(rests),
            from_=work.now,
            owed=rests.premium,
            rule="ES-15-SUSPENSION",
            at=work.now,
            owing=Owing(total=rests.premium),
            on_request=False,
            right_to_ask={},
        )

    at_rest = await one(stage, policy, "renewed")

    assert ("la cobertura sigue" in before["obligation"], before["to_do"]) == (
        True,
        TO_DO["renewed"][ES],
    )
    assert ("la cobertura sigue" in at_rest["obligation"], at_rest["to_do"]) == (
        False,
        FOLLOWS_AT_REST[ES],
    )
