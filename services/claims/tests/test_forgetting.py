"""A customer who was erased: claims keep what was decided and paid, not the words."""

from datetime import timedelta

from chassis.testing import Stage
from claims.domain.claim import Claim, Status
from claims.examples import CLAIM, MARIA, WEI, a_claim, a_cover
from contracts.policy import CustomerErased
from contracts.roles import Role


async def test_the_words_of_a_claim_go_and_its_figures_stay(stage: Stage) -> None:
    await stage.given(a_cover(), a_claim(Status.PAID))
    adjuster = stage.as_(Role.ADJUSTER)

    await stage.hears(
        CustomerErased(customer_id=MARIA, erased_at=stage.clock.now(), kept_until=None)
    )

    shown = (await stage.http.get(f"/v1/claims/{CLAIM}", headers=adjuster)).json()
    assert (shown["description"], shown["reason"]) == ("", None)
    assert shown["damage"] == {"amount": "8500.00", "currency": "USD"}


async def test_what_the_law_keeps_is_kept_to_its_last_day(stage: Stage) -> None:
    await stage.given(a_cover(), a_claim(Status.PAID))
    now = stage.clock.now()
    words = (await stage.get(Claim, CLAIM)).description

    await stage.hears(
        CustomerErased(customer_id=MARIA, erased_at=now, kept_until=now + timedelta(days=30))
    )
    await stage.passes(timedelta(days=29))
    assert (await stage.get(Claim, CLAIM)).description == words
    await stage.passes(timedelta(days=2))

    assert (await stage.get(Claim, CLAIM)).description == ""


async def test_what_is_said_later_goes_in_its_turn_once_it_is_settled(stage: Stage) -> None:
    await stage.given(a_cover())
    await stage.hears(
        CustomerErased(customer_id=MARIA, erased_at=stage.clock.now(), kept_until=None)
    )
    await stage.given(a_claim())
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)

    await stage.passes(timedelta(days=31))
    in_review = await stage.get(Claim, CLAIM)
    answer = await stage.http.put(
        f"/v1/claims/{CLAIM}/withdrawal", json={}, headers={**maria, "If-Match": '"1"'}
    )
    assert answer.status_code == 200, answer.text
    await stage.passes(timedelta(days=31))
    settled = await stage.get(Claim, CLAIM)
    await stage.passes(timedelta(days=31))

    assert in_review.description
    assert (settled.description, settled.filed_by) == ("", "")
    assert (await stage.get(Claim, CLAIM)).version == settled.version


async def test_another_customer_s_claims_are_left_alone(stage: Stage) -> None:
    await stage.given(a_cover(), a_claim())

    await stage.hears(CustomerErased(customer_id=WEI, erased_at=stage.clock.now(), kept_until=None))

    assert (await stage.get(Claim, CLAIM)).description
