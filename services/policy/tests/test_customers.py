"""Customers, from outside: a file is opened, read, changed, and announced."""

from typing import Any

import pytest

from chassis.testing import Stage
from contracts.policy import CustomerChanged, CustomerRegistered
from contracts.roles import Role
from policy.domain.customer import Customer
from policy.examples import MARIA, MARIAS_PARTICULARS, a_customer, a_file

ONE = f"/v1/customers/{MARIA}"
READ = {"If-Match": '"1"'}


async def test_a_file_is_opened_and_announced(stage: Stage) -> None:
    agent = stage.as_(Role.AGENT)

    answer = await stage.http.post("/v1/customers", json=a_file(), headers={**agent, **stage.key()})

    assert answer.status_code == 201, answer.text
    assert answer.headers["ETag"] == '"1"'
    customer_id = answer.json()["id"]
    assert answer.json() == {"id": customer_id, **a_file()}
    assert await stage.said() == [
        CustomerRegistered(customer_id=customer_id, **vars(MARIAS_PARTICULARS))
    ]
    read = await stage.http.get(answer.headers["Location"], headers=agent)
    assert read.json() == answer.json()


async def test_a_business_without_contact_details_has_a_file_too(stage: Stage) -> None:
    file = a_file(kind="business", name="潮汐面包房", language="zh")
    for left_out in ("email", "phone", "born_on"):
        del file[left_out]

    answer = await stage.http.post(
        "/v1/customers", json=file, headers={**stage.as_(Role.IMPORTER), **stage.key()}
    )

    assert answer.status_code == 201
    assert (answer.json()["email"], answer.json()["born_on"]) == (None, None)


async def test_the_same_file_sent_twice_is_one_customer(stage: Stage) -> None:
    headers = {**stage.as_(Role.AGENT), **stage.key()}

    first = await stage.http.post("/v1/customers", json=a_file(), headers=headers)
    again = await stage.http.post("/v1/customers", json=a_file(), headers=headers)

    assert again.json() == first.json()
    assert len(await stage.said()) == 1


async def test_a_customer_changes_their_own_file(stage: Stage) -> None:
    await stage.given(a_customer())
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)

    answer = await stage.http.put(ONE, json=a_file(language="zh"), headers={**maria, **READ})

    assert answer.status_code == 200, answer.text
    assert answer.headers["ETag"] == '"2"'
    [changed] = await stage.said()
    assert isinstance(changed, CustomerChanged)
    assert changed.language == "zh"
    assert (await stage.get(Customer, MARIA)).language == "zh"


@pytest.mark.parametrize(("read", "status"), [({}, 428), ({"If-Match": '"9"'}, 412)])
async def test_a_change_is_to_the_version_that_was_read(
    stage: Stage, read: dict[str, str], status: int
) -> None:
    await stage.given(a_customer())

    answer = await stage.http.put(ONE, json=a_file(), headers={**stage.as_(Role.AGENT), **read})

    assert answer.status_code == status
    assert await stage.said() == []


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"kind": "robot"}, "/kind"),
        ({"kind": "business"}, "/born_on"),
        ({"name": ""}, "/name"),
        ({"name": " "}, "/name"),
        ({"name": "x" * 121}, "/name"),
        ({"name": "María\u202e"}, "/name"),
        ({"name": "María\r\nBcc: all@insured.example"}, "/name"),
        ({"email": "maria"}, "/email"),
        ({"email": "maria@insured.example\r\nBcc: x@y.example"}, "/email"),
        ({"email": "maria@insured.example\n"}, "/email"),
        ({"phone": "call me"}, "/phone"),
        ({"language": "fr"}, "/language"),
        ({"time_zone": "Mars/Olympus"}, "/time_zone"),
        ({"time_zone": "../../etc/passwd"}, "/time_zone"),
        ({"born_on": "2023-02-29"}, "/born_on"),
        ({"born_on": "2026-03-03"}, "/born_on"),
        ({"born_on": "1899-12-31"}, "/born_on"),
        ({"address": None}, "/address"),
        ({"address": {"line": "1 Harbour Street", "city": "G"}}, "/address/country"),
        ({"address": {"line": "1 H", "city": "G", "country": "usa"}}, "/address/country"),
        ({"address": {"line": "1 H", "city": "G\x07", "country": "US"}}, "/address/city"),
        ({"id": str(MARIA)}, "/id"),
    ],
)
async def test_a_bad_file_is_refused_with_the_field_named(
    stage: Stage, changes: dict[str, Any], pointer: str
) -> None:
    answer = await stage.http.post(
        "/v1/customers",
        json=a_file(**changes),
        headers={**stage.as_(Role.AGENT), **stage.key()},
    )

    assert answer.status_code == 422, answer.text
    assert [wrong["pointer"] for wrong in answer.json()["errors"]] == [pointer]
    assert await stage.said() == []
