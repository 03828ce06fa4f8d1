"""Law, place and clock of what is quoted and offered agree."""

from typing import Any

import pytest

from chassis.errors import Rejected
from chassis.testing import Stage
from contracts.insured import Address
from contracts.roles import Role
from policy.domain.where import must_agree
from policy.examples import MARIA, a_customer
from policy.examples.selling import an_offer_as_sent
from policy.storage.zones import zones_of


def refused_at(jurisdiction: str, country: str, zone: str, region: str | None = None) -> str | None:
    place = Address(line="1", city="x", region=region, postal_code=None, country=country)
    try:
        must_agree(jurisdiction, place, zone, zones_of(country))
    except Rejected as refused:
        return refused.field
    return None


@pytest.mark.parametrize(
    ("jurisdiction", "country", "zone"),
    [
        ("ES", "ES", "Europe/Madrid"),
        ("ES", "ES", "Atlantic/Canary"),
        ("ES", "ES", "Africa/Ceuta"),
        ("UK", "GB", "Europe/London"),
        ("UK", "GB", "GB"),  # an old name of the same clock
        ("CN", "CN", "Asia/Shanghai"),
        ("CN", "CN", "PRC"),
        ("DE", "DE", "Europe/Berlin"),
        ("US", "US", "US/Central"),
        ("US-TX", "US", "America/Chicago"),
    ],
)
def test_a_clock_of_the_country_under_any_of_its_names_agrees(
    jurisdiction: str, country: str, zone: str
) -> None:
    assert refused_at(jurisdiction, country, zone) is None


@pytest.mark.parametrize(
    ("jurisdiction", "country", "zone", "field"),
    [
        ("ES", "FR", "Europe/Paris", "/place/country"),
        ("UK", "UK", "Europe/London", "/time_zone"),  # no country of ISO 3166
        ("ES", "ES", "Europe/Lisbon", "/time_zone"),
        ("ES", "ES", "Etc/UTC", "/time_zone"),
        ("CN", "CN", "Asia/Hong_Kong", "/time_zone"),
        ("US-TX", "US", "Europe/London", "/time_zone"),
    ],
)
def test_what_is_elsewhere_is_named(jurisdiction: str, country: str, zone: str, field: str) -> None:
    assert refused_at(jurisdiction, country, zone) == field


@pytest.mark.parametrize(
    ("region", "field"),
    [("TX", None), ("tx", None), (None, None), ("Texas", None), ("NY", "/place/region")],
)
def test_a_state_is_that_of_the_place_where_its_letters_are_said(
    region: str | None, field: str | None
) -> None:
    assert refused_at("US-TX", "US", "America/Chicago", region) == field


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"time_zone": "Europe/Madrid"}, "/offer/time_zone"),
        ({"jurisdiction": "US-NY"}, "/offer/place/region"),
        ({"jurisdiction": "ES"}, "/offer/place/country"),
        ({"starts_on": "2026-03-01", "ends_on": "2027-03-01"}, "/offer/starts_on"),
        ({"starts_on": "2027-03-03", "ends_on": "2028-03-03"}, "/offer/starts_on"),
    ],
)
async def test_an_offer_of_another_place_or_age_is_refused_when_opened_and_when_countered(
    stage: Stage, changes: dict[str, Any], pointer: str
) -> None:
    await stage.given(a_customer())
    ana = stage.as_(Role.AGENT, subject="ana")
    body = {"customer_id": str(MARIA), "offer": an_offer_as_sent()}
    at = "/v1/applications"
    made = await stage.http.post(at, json=body, headers={**ana, **stage.key()})
    other = an_offer_as_sent() | changes

    opened = await stage.http.post(
        at, json={**body, "offer": other}, headers={**ana, **stage.key()}
    )
    countered = await stage.http.post(
        f"{at}/{made.json()['id']}/counter-offers",
        json={"offer": other, "words": "So."},
        headers={**ana, **stage.key(), "If-Match": made.headers["ETag"]},
    )

    assert made.status_code == 201, made.text
    for answer in (opened, countered):
        assert answer.status_code == 422, answer.text
        assert [wrong["pointer"] for wrong in answer.json()["errors"]] == [pointer]
