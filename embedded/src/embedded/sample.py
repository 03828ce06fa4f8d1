"""The sample company: three customers and those who decide, through the front door like anybody's.

Each order carries an idempotency key of its own, so a loading that was interrupted goes on where it
stopped. What was loaded stands in `sample.json` of the data folder.
"""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from contracts.roles import Role
from embedded import authorities
from embedded.replay.front_door import FrontDoor
from embedded.trial import TrialTokens

FILE: Final = "sample.json"
PERIOD: Final = timedelta(days=365)
INSURED_FOR: Final = timedelta(days=90)
LOST_SINCE: Final = timedelta(days=9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A customer of the sample, and the loss they reported."""

    key: str
    name: str
    language: str
    time_zone: str
    born_on: str
    address: dict[str, str]
    peril: str
    damage: str
    description: str
    complains: str = ""


PEOPLE: Final = (
    Person(
        key="mira",
        name="Mira Santos",
        language="en",
        time_zone="America/Chicago",
        born_on="1984-02-29",
        address={
            "line": "1 Harbour Street",
            "city": "Galveston",
            "region": "TX",
            "postal_code": "77550",
            "country": "US",
        },
        peril="rainfall",
        damage="8500.00",
        description="Water came in through the kitchen.",
    ),
    Person(
        key="lucia",
        name="Lucía Ortega",
        language="es",
        time_zone="Europe/Madrid",
        born_on="1971-06-14",
        address={
            "line": "Calle del Turia 8",
            "city": "Valencia",
            "region": "V",
            "postal_code": "46008",
            "country": "ES",
        },
        peril="river_overflow",
        damage="900.00",
        description="El agua subió hasta la entrada.",
    ),
    Person(
        key="xiaomei",
        name="林晓梅",
        language="zh",
        time_zone="Asia/Shanghai",
        born_on="1990-11-03",
        address={
            "line": "滨江路12号",
            "city": "广州",
            "region": "GD",
            "postal_code": "510000",
            "country": "CN",
        },
        peril="other_flood",
        damage="12300.00",
        description="暴雨后一楼进水。",
        complains="我三天没有接到任何电话。",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """One customer of the sample as the company knows them."""

    customer_id: UUID
    policy_id: UUID


async def load(door: FrontDoor, tokens: TrialTokens, data: Path) -> dict[str, Loaded]:
    """Bring the sample in unless it is there, and say under which ids, by the person's key."""
    note = data / FILE
    known: dict[str, Any] = json.loads(note.read_text()) if note.exists() else {}
    day = date.fromisoformat(known.setdefault("day", datetime.now(UTC).date().isoformat()))
    note.write_text(json.dumps(known))
    await authorities.grant(known, datetime.now(UTC).date(), door, tokens)
    note.write_text(json.dumps(known))
    staff = {role: tokens.write(role.value, role).read_text().strip() for role in _STAFF}
    people: dict[str, dict[str, str]] = known.setdefault("people", {})
    for person in PEOPLE:
        if person.key not in people:
            people[person.key] = await _live_through(person, day, door, tokens, staff)
            note.write_text(json.dumps(known))
    return {
        key: Loaded(customer_id=UUID(one["customer_id"]), policy_id=UUID(one["policy_id"]))
        for key, one in people.items()
    }


_STAFF: Final = (Role.IMPORTER, Role.FINANCE)


async def _live_through(
    person: Person, day: date, door: FrontDoor, tokens: TrialTokens, staff: dict[Role, str]
) -> dict[str, str]:
    """Insured three months ago, a loss last week, paid when it was approved, and a complaint."""
    importer = staff[Role.IMPORTER]
    key = f"sample-{person.key}"
    customer = await door.create(
        "/v1/customers", _customer(person), token=importer, key=f"{key}-customer"
    )
    policy = await door.create(
        "/v1/policies",
        _policy(person, day, customer["id"]),
        token=importer,
        key=f"{key}-policy",
    )
    who = tokens.write_customer(person.key, UUID(customer["id"])).read_text().strip()
    claim = await door.create(
        "/v1/claims",
        _loss(person, day, policy["id"]),
        token=who,
        key=f"{key}-claim",
        wait_for="policy-unknown",
    )
    path = f"/v1/claims/{claim['id']}"
    read = await door.read(path, token=who)
    if read.json()["status"] == "approved":
        await door.change(
            f"{path}/payment",
            {"reference": f"SAMPLE-{person.key}"},
            token=staff[Role.FINANCE],
            version=read.headers["ETag"],
        )
    if person.complains:
        await door.create(
            "/v1/complaints",
            {"about": "claim", "about_id": claim["id"], "description": person.complains},
            token=who,
            key=f"{key}-complaint",
            wait_for="not-known-yet",
        )
    return {"customer_id": customer["id"], "policy_id": policy["id"]}


def _customer(person: Person) -> dict[str, Any]:
    return {
        "kind": "person",
        "name": person.name,
        "email": f"{person.key}@insured.example",
        "language": person.language,
        "time_zone": person.time_zone,
        "born_on": person.born_on,
        "address": person.address,
    }


def _policy(person: Person, day: date, customer_id: str) -> dict[str, Any]:
    starts_on = day - INSURED_FOR
    return {
        "customer_id": customer_id,
        "product": "flood-home",
        "insured_place": person.address,
        "time_zone": person.time_zone,
        "sum_insured": {"amount": "100000.00", "currency": "USD"},
        "deductible": {"amount": "1000.00", "currency": "USD"},
        "starts_on": starts_on.isoformat(),
        "ends_on": (starts_on + PERIOD).isoformat(),
    }


def _loss(person: Person, day: date, policy_id: str) -> dict[str, Any]:
    return {
        "policy_id": policy_id,
        "peril": person.peril,
        "occurred_at": datetime.combine(day - LOST_SINCE, time(6), UTC).isoformat(),
        "damage": {"amount": person.damage, "currency": "USD"},
        "property_value": None,
        "description": person.description,
    }
