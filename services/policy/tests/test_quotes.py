"""Quotes, from outside: asked for, changed, compared, taken, over; and computed again."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from chassis.testing import Stage
from contracts.roles import Role
from policy.examples import MARIA, WEI, a_customer

VALENCIA = {"line": "Calle del Mar 1", "city": "Valencia", "postal_code": "46001", "country": "ES"}
HOME = {
    "building_sum": "200000.00",
    "contents_sum": "40000.00",
    "construction": "masonry",
    "building_age": 25,
    "flood_zone": "C",
    "alarm": True,
    "claims": 1,
}
READ = {"If-Match": '"1"'}


def wanted(**changes: Any) -> dict[str, Any]:
    body: dict[str, Any] = {
        "customer_id": str(MARIA),
        "product": "home",
        "jurisdiction": "ES",
        "place": VALENCIA,
        "time_zone": "Europe/Madrid",
        "starts_on": "2026-04-01",
        "ends_on": "2027-04-01",
        "answers": HOME,
    }
    return {**body, **changes}


def changed(**changes: Any) -> dict[str, Any]:
    body = wanted(**{"answers": {**HOME, "alarm": False}, **changes})
    return {name: body[name] for name in body if name not in {"customer_id", "product"}}


def maria(stage: Stage) -> dict[str, str]:
    return stage.as_(Role.CUSTOMER, customer_id=MARIA)


async def quoted(stage: Stage, **changes: Any) -> Any:
    headers = {**maria(stage), **stage.key()}
    answer = await stage.http.post("/v1/quotes", json=wanted(**changes), headers=headers)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_quote_shows_every_cover_levy_and_step(stage: Stage) -> None:
    await stage.given(a_customer())

    quote = await quoted(stage)

    offer = quote["offer"]
    assert (quote["number"], quote["status"], quote["current"]) == ("Q-2026-000001", "offered", 1)
    assert quote["valid_until"] == "2026-04-01T09:30:00Z"
    assert offer["net"] == {"amount": "208.32", "currency": "EUR"}
    assert [(levy["id"], levy["amount"]["amount"]) for levy in offer["levies"]] == [
        ("ES-IPS", "16.67"), ("ES-CCS", "16.80"), ("ES-CLEA", "0.31"),
    ]  # fmt: skip
    assert offer["total"]["amount"] == "242.10"
    assert [step["did"] for step in offer["steps"]] == [
        *["base"] * 2, *["factor"] * 7, "round", *["levy"] * 3, "total",
    ]  # fmt: skip
    assert offer["steps"][4]["text"] == "Flood zone (C, now and then): times 1.12, makes 224.00"
    assert {cover["id"]: cover["waiting_days"] for cover in offer["covers"]}["flood"] == 7


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "To pay: €242.10"),
        ("es", "A pagar: 242,10\xa0€"),
        ("zh", "应付：€242.10"),
    ],
)
async def test_the_arithmetic_is_told_in_the_readers_language(
    stage: Stage, language: str, sentence: str
) -> None:
    await stage.given(a_customer())
    quote = await quoted(stage)

    answer = await stage.http.get(
        f"/v1/quotes/{quote['id']}?language={language}", headers=maria(stage)
    )

    assert answer.json()["offer"]["steps"][-1]["text"] == sentence


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", {1: "on 40,000.00", 10: "8% of 208.32", 12: "0.15% of 208.32"}),
        ("es", {1: "sobre 40.000,00", 10: "8 % de 208,32", 12: "0,15 % de 208,32"}),
        ("zh", {1: "基数40,000.00", 10: "208.32的8%", 12: "208.32的0.15%"}),
    ],
)
async def test_numbers_are_written_as_the_reader_writes_them(
    stage: Stage, language: str, told: dict[int, str]
) -> None:
    await stage.given(a_customer())
    quote = await quoted(stage)

    answer = await stage.http.get(
        f"/v1/quotes/{quote['id']}?language={language}", headers=maria(stage)
    )

    steps = answer.json()["offer"]["steps"]
    for at, said in told.items():
        assert said in steps[at]["text"]


@pytest.mark.parametrize(
    ("wished", "language", "sentence"),
    [
        ("es-ES,es;q=0.9,en;q=0.5", "es", "A pagar: 242,10\xa0€"),
        ("fr, zh-CN;q=0.8, en;q=0.1", "zh", "应付：€242.10"),
        ("fr", "en", "To pay: €242.10"),
        ("q=;;,*", "en", "To pay: €242.10"),
    ],
)
async def test_it_is_told_as_the_reader_speaks_wherever_it_is_shown(
    stage: Stage, wished: str, language: str, sentence: str
) -> None:
    await stage.given(a_customer())
    me = {**maria(stage), "Accept-Language": wished}
    made = await stage.http.post("/v1/quotes", json=wanted(), headers={**me, **stage.key()})
    one = f"/v1/quotes/{made.json()['id']}"

    changes = {
        "json": changed(
            answers=HOME, payment_mode="yearly", place={**VALENCIA, "line": "Calle del Mar 9"}
        ),
        "headers": {**me, **stage.key()},
    }
    anew = await stage.http.post(f"{one}/versions", **changes)
    shown = await stage.http.get(one, headers=me)
    version = await stage.http.get(f"{one}/versions/1", headers=me)
    versions = await stage.http.get(f"{one}/versions", headers=me)
    taken = await stage.http.put(
        f"{one}/acceptance", json={"version": 2}, headers={**me, "If-Match": anew.headers["ETag"]}
    )

    offers = [answer.json()["offer"] for answer in (made, anew, shown, taken)]
    told = [*offers, version.json(), *versions.json()["items"]]
    assert {one["steps"][-1]["text"] for one in told} == {sentence}
    assert {shown.headers[name] for name in ("Content-Language", "Vary")} == {
        language,
        "Accept-Language",
    }


async def test_a_language_that_is_named_counts_more_than_the_readers_own(stage: Stage) -> None:
    await stage.given(a_customer())
    quote = await quoted(stage)

    answer = await stage.http.get(
        f"/v1/quotes/{quote['id']}?language=zh",
        headers={**maria(stage), "Accept-Language": "es"},
    )

    assert answer.json()["offer"]["steps"][-1]["text"] == "应付：€242.10"
    assert answer.headers["Content-Language"] == "zh"


async def test_a_changed_answer_is_a_new_version_beside_the_old_one(stage: Stage) -> None:
    await stage.given(a_customer())
    quote = await quoted(stage)
    one = f"/v1/quotes/{quote['id']}"
    await stage.passes(timedelta(days=10))

    answer = await stage.http.post(
        f"{one}/versions",
        json=changed(answers={**HOME, "alarm": False}),
        headers={**maria(stage), **stage.key()},
    )

    assert answer.status_code == 201, answer.text
    assert answer.json()["current"] == 2
    assert answer.json()["valid_until"] == "2026-04-11T09:30:00Z"
    history = (await stage.http.get(f"{one}/versions", headers=maria(stage))).json()["items"]
    assert [(v["number"], v["net"]["amount"]) for v in history] == [(1, "208.32"), (2, "224.00")]
    first = await stage.http.get(f"{one}/versions/1", headers=maria(stage))
    assert first.json() == quote["offer"]


async def test_a_price_is_no_longer_held_when_its_time_is_over(stage: Stage) -> None:
    await stage.given(a_customer())
    quote = await quoted(stage, starts_on="2026-06-01", ends_on="2027-06-01")
    one = f"/v1/quotes/{quote['id']}"

    await stage.passes(timedelta(days=30))

    shown = await stage.http.get(one, headers=maria(stage))
    assert shown.json()["status"] == "expired"
    late = await stage.http.put(
        f"{one}/acceptance", json={"version": 1}, headers={**maria(stage), "If-Match": '"2"'}
    )
    assert (late.status_code, late.json()["code"]) == (409, "quote-expired")


async def test_a_change_holds_the_price_open_anew(stage: Stage) -> None:
    await stage.given(a_customer())
    quote = await quoted(stage, starts_on="2026-06-01", ends_on="2027-06-01")
    await stage.passes(timedelta(days=20))
    body = changed(starts_on="2026-06-01", ends_on="2027-06-01")
    headers = {**maria(stage), **stage.key()}
    await stage.http.post(f"/v1/quotes/{quote['id']}/versions", json=body, headers=headers)

    await stage.passes(timedelta(days=20))

    shown = await stage.http.get(f"/v1/quotes/{quote['id']}", headers=maria(stage))
    assert shown.json()["status"] == "offered"


async def test_the_same_answers_once_more_are_no_new_version(stage: Stage) -> None:
    await stage.given(a_customer())
    quote = await quoted(stage)
    await stage.passes(timedelta(days=10))

    answer = await stage.http.post(
        f"/v1/quotes/{quote['id']}/versions",
        json=changed(answers=HOME),
        headers={**maria(stage), **stage.key()},
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "nothing-changed")
    kept = await stage.http.get(f"/v1/quotes/{quote['id']}", headers=maria(stage))
    assert (kept.json()["current"], kept.json()["valid_until"]) == (1, quote["valid_until"])


async def test_the_offered_version_is_taken_once(stage: Stage) -> None:
    await stage.given(a_customer())
    quote = await quoted(stage)
    url = f"/v1/quotes/{quote['id']}/acceptance"
    headers = {**maria(stage), **READ}

    wrong = await stage.http.put(url, json={"version": 2}, headers=headers)
    taken = await stage.http.put(url, json={"version": 1}, headers=headers)
    again = await stage.http.put(
        url, json={"version": 1}, headers={**maria(stage), "If-Match": '"2"'}
    )

    assert wrong.status_code == 404
    assert (taken.status_code, taken.json()["status"]) == (200, "accepted")
    assert (again.status_code, again.json()) == (200, taken.json())  # it is so already
    assert again.headers["ETag"] == taken.headers["ETag"]
    for somebody, read, told in (
        (stage.as_(Role.AGENT, subject="ana"), '"2"', 409),
        (maria(stage), '"3"', 412),
    ):
        other = await stage.http.put(
            url, json={"version": 1}, headers={**somebody, "If-Match": read}
        )
        assert other.status_code == told, other.text


async def test_an_earlier_version_is_not_taken(stage: Stage) -> None:
    await stage.given(a_customer())
    quote = await quoted(stage)
    headers = {**maria(stage), **stage.key()}
    await stage.http.post(f"/v1/quotes/{quote['id']}/versions", json=changed(), headers=headers)

    answer = await stage.http.put(
        f"/v1/quotes/{quote['id']}/acceptance",
        json={"version": 1},
        headers={**maria(stage), "If-Match": '"2"'},
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "quote-changed")


async def test_cover_that_would_have_begun_is_not_taken(stage: Stage) -> None:
    await stage.given(a_customer())
    quote = await quoted(stage, starts_on="2026-03-10", ends_on="2027-03-10")
    await stage.passes(timedelta(days=9))

    answer = await stage.http.put(
        f"/v1/quotes/{quote['id']}/acceptance",
        json={"version": 1},
        headers={**maria(stage), **READ},
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "quote-start-passed")


async def test_a_declined_offer_is_closed(stage: Stage) -> None:
    await stage.given(a_customer())
    quote = await quoted(stage)

    answer = await stage.http.put(
        f"/v1/quotes/{quote['id']}/withdrawal", headers={**maria(stage), **READ}
    )

    assert (answer.status_code, answer.json()["status"]) == (200, "withdrawn")


async def test_any_version_is_computed_again_to_the_cent(stage: Stage) -> None:
    await stage.given(a_customer())
    quote = await quoted(stage, payment_mode="monthly")
    headers = {**maria(stage), **stage.key()}
    await stage.http.post(f"/v1/quotes/{quote['id']}/versions", json=changed(), headers=headers)
    await stage.passes(timedelta(days=400))

    for number in (1, 2):
        answer = await stage.http.get(
            f"/v1/quotes/{quote['id']}/verification?version={number}", headers=maria(stage)
        )
        assert (answer.json()["equal"], answer.json()["differences"]) == (True, [])


async def test_a_price_that_was_tampered_with_is_found(stage: Stage) -> None:
    await stage.given(a_customer())
    quote = await quoted(stage)
    async with stage.running.works() as work:
        await work.session.execute(
            text(
                "UPDATE quote_versions SET priced = jsonb_set(priced, '{total,amount}', '\"1.00\"')"
            )
        )

    answer = await stage.http.get(f"/v1/quotes/{quote['id']}/verification", headers=maria(stage))

    assert answer.json()["equal"] is False
    assert answer.json()["differences"] == ["total: EUR 1.00, EUR 242.10"]


async def test_quotes_stand_side_by_side(stage: Stage) -> None:
    await stage.given(a_customer())
    one = await quoted(stage)
    other = await quoted(stage, answers={**HOME, "contents_sum": "0.00"})

    answer = await stage.http.get(
        f"/v1/quotes/compare?ids={one['id']},{other['id']}", headers=maria(stage)
    )

    assert answer.status_code == 200, answer.text
    left, right = answer.json()["quotes"]
    assert answer.json()["covers"][4] == "theft"
    assert left["covers"]["theft"]["limit"]["amount"] == "40000.00"
    assert right["covers"]["theft"] is None
    assert (left["net"]["amount"], right["net"]["amount"]) == ("208.32", "124.99")


async def test_twelve_payments_add_up_and_say_what_they_cost_a_year(stage: Stage) -> None:
    await stage.given(a_customer())

    offer = (await quoted(stage, payment_mode="monthly"))["offer"]

    assert offer["instalment_surcharge"]["amount"] == "8.33"
    assert len(offer["instalments"]) == 12
    assert [one["due_on"] for one in offer["instalments"]][:2] == ["2026-04-01", "2026-05-01"]
    paid = sum(int(one["total"]["amount"].replace(".", "")) for one in offer["instalments"])
    assert paid == int(offer["total"]["amount"].replace(".", ""))
    assert offer["yearly_cost_of_instalments"] == "0.0901"


@pytest.mark.parametrize(
    ("changes", "status", "pointer"),
    [
        ({"answers": {**HOME, "flood_zone": "E"}}, 422, "/answers/flood_zone"),
        ({"answers": {**HOME, "alarm": "yes"}}, 422, "/answers/alarm"),
        ({"answers": {**HOME, "building_age": "25"}}, 422, "/answers/building_age"),
        ({"answers": {**HOME, "building_age": True}}, 422, "/answers/building_age"),
        ({"answers": {**HOME, "building_sum": "1e5"}}, 422, "/answers/building_sum"),
        ({"answers": {**HOME, "building_sum": "2000000.01"}}, 422, "/answers/building_sum"),
        ({"answers": {**HOME, "colour": "blue"}}, 422, "/answers/colour"),
        ({"answers": {k: v for k, v in HOME.items() if k != "claims"}}, 422, "/answers/claims"),
        ({"answers": {**HOME, "building_sum": "0", "contents_sum": "0"}}, 422,
         "/answers/building_sum"),
        ({"product": "moon"}, 404, "/product"),
        ({"jurisdiction": "US"}, 422, "/jurisdiction"),
        ({"payment_mode": "monthly", "ends_on": "2026-10-01"}, 422, "/payment_mode"),
        ({"ends_on": "2027-04-02"}, 422, "/ends_on"),
        ({"place": {**VALENCIA, "postal_code": "48001"}}, 422, "/place/postal_code"),
        ({"time_zone": "Mars/Olympus"}, 422, "/time_zone"),
        ({"time_zone": "America/New_York"}, 422, "/time_zone"),
        ({"time_zone": "UTC"}, 422, "/time_zone"),
        ({"place": {**VALENCIA, "postal_code": "75001", "country": "FR"}}, 422, "/place/country"),
        ({"place": {**VALENCIA, "country": "FR"}, "time_zone": "Europe/Paris"}, 422,
         "/place/country"),
        ({"starts_on": "2026-03-01", "ends_on": "2027-03-01"}, 422, "/starts_on"),  # yesterday
        ({"starts_on": "2025-01-01", "ends_on": "2026-01-01"}, 422, "/starts_on"),
        ({"starts_on": "2027-03-03", "ends_on": "2028-03-03"}, 422, "/starts_on"),
        ({"starts_on": "2036-12-01", "ends_on": "2037-12-01"}, 422, "/starts_on"),
    ],
)  # fmt: skip
async def test_what_cannot_be_priced_is_refused_with_the_field_named(
    stage: Stage, changes: dict[str, Any], status: int, pointer: str
) -> None:
    await stage.given(a_customer())

    answer = await stage.http.post(
        "/v1/quotes", json=wanted(**changes), headers={**maria(stage), **stage.key()}
    )

    assert answer.status_code == status, answer.text
    assert [wrong["pointer"] for wrong in answer.json()["errors"]] == [pointer]


async def test_a_home_of_great_value_is_priced_and_looked_at(stage: Stage) -> None:
    await stage.given(a_customer())

    quote = await quoted(stage, answers={**HOME, "building_sum": "500000.01"})

    assert quote["offer"]["refer"] == ["automatic-sum"]


ROUTES = [
    ("GET", "", None),
    ("GET", "/versions", None),
    ("GET", "/versions/1", None),
    ("GET", "/verification", None),
    ("POST", "/versions", changed()),
    ("PUT", "/acceptance", {"version": 1}),
    ("PUT", "/withdrawal", None),
]


@pytest.mark.parametrize(("method", "path", "body"), ROUTES)
async def test_a_strangers_quote_is_like_a_missing_one(
    stage: Stage, method: str, path: str, body: Any
) -> None:
    await stage.given(a_customer(), a_customer(WEI))
    quote = await quoted(stage)
    wei = {**stage.as_(Role.CUSTOMER, customer_id=WEI), **READ}
    url = f"/v1/quotes/{quote['id']}{path}"
    missing = f"/v1/quotes/{WEI}{path}"

    answers = [
        await stage.http.request(method, each, json=body, headers={**wei, **stage.key()})
        for each in (url, missing)
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert {answer.json()["code"] for answer in answers} == {"not-found"}


async def test_nobody_asks_for_somebody_else(stage: Stage) -> None:
    await stage.given(a_customer(), a_customer(WEI))
    wei = {**stage.as_(Role.CUSTOMER, customer_id=WEI), **stage.key()}
    adjuster = {**stage.as_(Role.ADJUSTER), **stage.key()}

    strangers = await stage.http.post("/v1/quotes", json=wanted(), headers=wei)
    adjusters = await stage.http.post("/v1/quotes", json=wanted(), headers=adjuster)
    mine = await stage.http.get("/v1/quotes", headers=wei)

    assert (strangers.status_code, adjusters.status_code) == (404, 403)
    assert mine.json()["items"] == []


async def test_an_agent_asks_for_a_customer_and_lists_what_is_open(stage: Stage) -> None:
    await stage.given(a_customer())
    agent = {**stage.as_(Role.AGENT), **stage.key()}

    made = await stage.http.post("/v1/quotes", json=wanted(), headers=agent)
    listed = await stage.http.get(
        f"/v1/quotes?customer_id={MARIA}&status=offered", headers=stage.as_(Role.AGENT)
    )

    assert made.status_code == 201
    assert [item["id"] for item in listed.json()["items"]] == [made.json()["id"]]
