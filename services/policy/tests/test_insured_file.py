"""The insured's file, from outside: read at a glance, written with a reason, its history kept."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from chassis.testing import Stage
from contracts.roles import Role
from policy.examples import HARBOUR_STREET, MARIA, WEI, a_customer, a_file, an_agreement

FILE = f"/v1/customers/{MARIA}/file"
A_BAKERY: dict[str, Any] = {
    "legal_form": "limited company",
    "registration": "HRB 4711",
    "representative": {"name": "Ana Ruiz", "capacity": "managing director"},
    "owners": [{"name": "Ana Ruiz", "percent": 60}, {"name": "Wei Chen", "percent": 40}],
    "premises": [
        {"address": HARBOUR_STREET.model_dump(), "tenure": "rented", "use": "bakery"},
    ],
    "prevention": [{"measure": "sprinklers", "against": "fire", "checked_on": "2026-02-01"}],
    "reason": "As we were told on the phone.",
}
HEIRS: dict[str, Any] = {
    "beneficiaries": [
        {"name": "Lucía Santos", "relation": "daughter", "percent": 50, "born_on": "2012-02-29"},
        {"name": "Hugo Santos", "relation": "son", "percent": 50},
    ],
    "reason": "She wishes it.",
}


async def write(
    stage: Stage, section: str, body: Any, *, version: int = 1, who: dict[str, str] | None = None
) -> Any:
    headers = {**(who or stage.as_(Role.AGENT)), "If-Match": f'"{version}"'}
    return await stage.http.put(f"{FILE}/{section}", json=body, headers=headers)


async def read(stage: Stage, who: dict[str, str] | None = None, path: str = FILE) -> Any:
    return await stage.http.get(path, headers=who or stage.as_(Role.AGENT))


async def test_a_file_shows_everything_at_a_glance(stage: Stage) -> None:
    await stage.given(a_customer())
    agent, maria = stage.as_(Role.AGENT), stage.as_(Role.CUSTOMER, customer_id=MARIA)
    issued = await stage.http.post(
        "/v1/policies", json=an_agreement(), headers={**agent, **stage.key()}
    )
    answers = {
        "questionnaire": "household",
        "stage": "family",
        "answers": [{"question": "owns_home", "answer": "yes"}],
    }
    await stage.http.post("/v1/risk-profiles", json=answers, headers={**maria, **stage.key()})
    await stage.running.alarms.ring_due()
    await write(stage, "beneficiaries", HEIRS)

    answer = await read(stage, maria)

    assert answer.status_code == 200, answer.text
    assert answer.headers["ETag"] == '"2"'
    file = answer.json()
    assert file["customer"]["name"] == "María Santos"
    assert [one["name"] for one in file["beneficiaries"]] == ["Lucía Santos", "Hugo Santos"]
    assert [(one["id"], one["cover"]) for one in file["contracts"]] == [
        (issued.json()["id"], "to_come")
    ]
    assert [one["kind"] for one in file["documents"]] == ["schedule"]
    assert file["risks_found_at"] is not None
    assert all(one["risk"] for one in file["risks"])
    assert file["more"]["documents"] == f"/v1/documents?customer_id={MARIA}"


async def test_an_organisation_has_somebody_who_speaks_for_it_owners_and_measures(
    stage: Stage,
) -> None:
    await stage.given(a_customer(kind="business", born_on=None))

    written = await write(stage, "organisation", A_BAKERY)

    assert written.status_code == 200, written.text
    shown = (await read(stage)).json()["organisation"]
    assert shown["representative"]["name"] == "Ana Ruiz"
    assert [one["percent"] for one in shown["owners"]] == [60, 40]
    assert shown["prevention"][0]["checked_on"] == "2026-02-01"
    assert shown["premises"][0]["address"]["city"] == "Galveston"


async def test_every_change_is_kept_with_who_and_why(stage: Stage) -> None:
    agent = stage.as_(Role.AGENT)
    opened = await stage.http.post("/v1/customers", json=a_file(), headers={**agent, **stage.key()})
    one = opened.headers["Location"]
    maria = stage.as_(Role.CUSTOMER, customer_id=opened.json()["id"], subject="maria")
    moved = await stage.http.put(
        one,
        json={**a_file(phone="+1 409 555 0199"), "reason": "A new number."},
        headers={**maria, "If-Match": '"1"'},
    )
    called = await stage.http.put(
        f"{one}/file/person",
        json={"occupation": "baker", "reason": "Asked at renewal."},
        headers={**agent, "If-Match": moved.headers["ETag"]},
    )

    answer = await read(stage, maria, f"{one}/file/changes")

    assert called.status_code == 200, called.text
    changes = answer.json()["items"]
    assert [(each["section"], each["by"], each["why"]) for each in changes] == [
        ("person", "mira", "Asked at renewal."),
        ("particulars", "maria", "A new number."),
        ("particulars", "mira", None),
    ]
    assert (changes[0]["before"], changes[0]["after"]["occupation"]) == (None, "baker")
    assert changes[1]["before"]["phone"] == "+1 409 555 0100"
    assert changes[1]["after"]["phone"] == "+1 409 555 0199"


async def test_the_history_is_added_to_and_never_changed(stage: Stage) -> None:
    await stage.given(a_customer())
    await write(stage, "beneficiaries", HEIRS)

    for change in ("UPDATE file_changes SET by = 'nobody'", "DELETE FROM file_changes"):
        with pytest.raises(DBAPIError, match="never changed"):
            async with stage.running.works() as work:
                await work.session.execute(text(change))


@pytest.mark.parametrize(
    ("section", "body", "status", "pointer"),
    [
        ("person", {"occupation": "baker"}, 422, "/reason"),
        ("person", {"nationality": "usa", "reason": "x"}, 422, "/nationality"),
        ("contacts", {"contacts": [{"name": "", "relation": "x"}], "reason": "x"}, 422,
         "/contacts/0/name"),
        ("contacts", {"contacts": [{"name": "A", "relation": "x"}] * 21, "reason": "x"}, 422,
         "/contacts"),
        ("beneficiaries", {**HEIRS, "beneficiaries": HEIRS["beneficiaries"][:1]}, 422,
         "/beneficiaries"),
        ("beneficiaries", {"beneficiaries": [{"name": "A", "relation": "x", "percent": 0}],
                           "reason": "x"}, 422, "/beneficiaries/0/percent"),
        ("beneficiaries", {"beneficiaries": [{"name": "A", "relation": "x", "percent": 100,
                                              "born_on": "2090-01-01"}],
                           "reason": "x"}, 422, "/beneficiaries/0/born_on"),
        ("contacts", {"contacts": [{"name": "A", "relation": "x"}], "reason": "x"}, 422,
         "/contacts/0/email"),
    ],
)  # fmt: skip
async def test_a_bad_section_is_refused_with_the_field_named(
    stage: Stage, section: str, body: Any, status: int, pointer: str
) -> None:
    await stage.given(a_customer())

    answer = await write(stage, section, body)

    assert answer.status_code == status, answer.text
    assert [one["pointer"] for one in answer.json()["errors"]] == [pointer]
    assert (await read(stage, path=f"{FILE}/changes")).json()["items"] == []


async def test_nobody_speaks_for_it_since_a_day_to_come(stage: Stage) -> None:
    await stage.given(a_customer(kind="business", born_on=None))
    who = {**A_BAKERY["representative"], "since": "2031-01-01"}

    answer = await write(stage, "organisation", {**A_BAKERY, "representative": who})

    assert (answer.status_code, answer.json()["code"]) == (422, "not-yet")
    assert [one["pointer"] for one in answer.json()["errors"]] == ["/representative/since"]


async def test_owners_have_no_more_than_the_whole(stage: Stage) -> None:
    await stage.given(a_customer(kind="business", born_on=None))

    answer = await write(stage, "organisation", {**A_BAKERY, "owners": A_BAKERY["owners"] * 2})

    assert (answer.status_code, answer.json()["code"]) == (422, "bad-shares")


async def test_a_person_has_no_owners(stage: Stage) -> None:
    await stage.given(a_customer())

    answer = await write(stage, "organisation", A_BAKERY)

    assert (answer.status_code, answer.json()["code"]) == (409, "wrong-kind-of-file")


async def test_a_section_is_written_to_the_version_that_was_read(stage: Stage) -> None:
    await stage.given(a_customer())
    await write(stage, "beneficiaries", HEIRS)

    late = await write(stage, "contacts", {"contacts": [], "reason": "None."})

    assert late.status_code == 412


async def test_a_strangers_file_is_like_a_missing_one(stage: Stage) -> None:
    await stage.given(a_customer())
    wei = stage.as_(Role.CUSTOMER, customer_id=WEI)

    for path in (FILE, f"{FILE}/changes", f"/v1/customers/{WEI}/file"):
        answer = await read(stage, wei, path)
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    assert (await write(stage, "beneficiaries", HEIRS, who=wei)).status_code == 404
