"""A customer who was erased: notifications let go of them."""

from datetime import timedelta

from chassis.testing import Stage
from contracts.policy import CustomerErased
from contracts.roles import Role
from notifications.domain.contact import Contact
from notifications.examples import MARIA, changed, claim_filed, registered


def erased(stage: Stage) -> CustomerErased:
    return CustomerErased(customer_id=MARIA, erased_at=stage.clock.now(), kept_until=None)


async def test_name_address_birthday_and_every_letter_go(stage: Stage) -> None:
    await stage.hears(registered(), claim_filed())

    await stage.hears(erased(stage))

    contact = await stage.get(Contact, MARIA)
    assert (contact.name, contact.email, contact.born_on) == ("", None, None)
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)
    assert (await stage.http.get("/v1/inbox", headers=maria)).json()["items"] == []
    log = await stage.http.get("/v1/deliveries", headers=stage.as_(Role.OPS))
    assert "insured.example" not in log.text
    assert {one["status"] for one in log.json()["items"]} == {"skipped"}
    await stage.passes(timedelta(days=800))  # no birthday is greeted
    assert (await stage.http.get("/v1/inbox", headers=maria)).json()["items"] == []


async def test_an_older_word_does_not_bring_back_who_was_erased(stage: Stage) -> None:
    await stage.hears(registered())
    late = changed()
    await stage.hears(late, erased(stage))

    await stage.hears(late, again=True)

    assert (await stage.get(Contact, MARIA)).email is None


async def test_a_letter_written_later_is_there_to_be_read_and_then_goes(stage: Stage) -> None:
    await stage.hears(registered(), erased(stage), claim_filed())
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)

    await stage.passes(timedelta(days=29))
    in_time = (await stage.http.get("/v1/inbox", headers=maria)).json()["items"]
    await stage.passes(timedelta(days=32))

    assert [one["fact"] for one in in_time] == ["claim-filed"]
    assert (await stage.http.get("/v1/inbox", headers=maria)).json()["items"] == []
    ops = stage.as_(Role.OPS)
    log = (await stage.http.get("/v1/deliveries", headers=ops)).json()["items"]
    whole = await stage.http.get(f"/v1/deliveries/{log[0]['id']}", headers=ops)
    assert (whole.json()["fact"], whole.json()["text"]) == ("claim-filed", None)
