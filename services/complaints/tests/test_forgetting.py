"""A customer who was erased: complaints keep when they came and were answered, not the words."""

from datetime import timedelta

from chassis.testing import Stage
from complaints.domain.complaint import Complaint, Status
from complaints.examples import COMPLAINT, MARIA, WEI, a_complaint
from contracts.policy import CustomerErased
from contracts.roles import Role


async def test_what_was_said_and_answered_goes(stage: Stage) -> None:
    await stage.given(a_complaint(Status.ANSWERED))
    officer = stage.as_(Role.COMPLAINTS_OFFICER)

    await stage.hears(
        CustomerErased(customer_id=MARIA, erased_at=stage.clock.now(), kept_until=None)
    )

    answer = await stage.http.get(f"/v1/complaints/{COMPLAINT}", headers=officer)
    shown = answer.json()
    assert (shown["description"], shown["status"]) == ("", "answered")
    kept = await stage.get(Complaint, COMPLAINT)
    assert (kept.answer_text, kept.opened_by) == ("", "")


async def test_what_the_law_keeps_is_kept_to_its_last_day(stage: Stage) -> None:
    await stage.given(a_complaint(Status.ANSWERED))
    now = stage.clock.now()

    await stage.hears(
        CustomerErased(customer_id=MARIA, erased_at=now, kept_until=now + timedelta(days=30))
    )
    await stage.passes(timedelta(days=29))
    assert (await stage.get(Complaint, COMPLAINT)).description
    await stage.passes(timedelta(days=2))

    kept = await stage.get(Complaint, COMPLAINT)
    assert (kept.description, kept.answer_text) == ("", "")


async def test_what_is_said_later_goes_in_its_turn_once_it_is_answered(stage: Stage) -> None:
    await stage.hears(
        CustomerErased(customer_id=MARIA, erased_at=stage.clock.now(), kept_until=None)
    )
    await stage.given(a_complaint(Status.ACKNOWLEDGED))
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)

    await stage.passes(timedelta(days=31))
    waiting = await stage.get(Complaint, COMPLAINT)
    closed = await stage.http.put(
        f"/v1/complaints/{COMPLAINT}/closure", headers={**maria, "If-Match": '"1"'}
    )
    assert closed.status_code == 200, closed.text
    await stage.passes(timedelta(days=31))
    settled = await stage.get(Complaint, COMPLAINT)
    await stage.passes(timedelta(days=31))

    assert waiting.description
    assert (settled.description, settled.answer_text, settled.opened_by) == ("", None, "")
    assert (await stage.get(Complaint, COMPLAINT)).version == settled.version


async def test_another_customer_s_complaints_are_left_alone(stage: Stage) -> None:
    await stage.given(a_complaint())

    await stage.hears(CustomerErased(customer_id=WEI, erased_at=stage.clock.now(), kept_until=None))

    assert (await stage.get(Complaint, COMPLAINT)).description
