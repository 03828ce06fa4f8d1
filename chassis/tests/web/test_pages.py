"""Lists in pages: every item once, in order, whatever happens in between."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from chassis.ids import new_id
from chassis.web.pages import PageRequested, read_cursor, write_cursor
from chassis.web.problems import problem_of
from chassis.web.refusals import BadRequest

House = Any

values = st.one_of(
    st.uuids(),
    st.text(max_size=40).filter(lambda text: "\x00" not in text),
    st.integers(-(2**62), 2**62),
    st.decimals(
        allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9
    ),
    st.dates(),
    st.datetimes(timezones=st.just(UTC)),
)


async def make(house: House, count: int) -> list[str]:
    for number in range(count):
        await house.http.post("/v1/things", json={"name": f"thing {number}"}, headers=house.maker())
    return [f"thing {number}" for number in range(count)]


async def page(house: House, **query: Any) -> Any:
    answer = await house.http.get("/v1/things", params=query, headers=house.as_("maker"))
    assert answer.status_code == 200
    return answer.json()


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8])
async def test_following_next_shows_every_item_once_and_in_order(house: House, limit: int) -> None:
    made = await make(house, 7)

    shown, after = [], None
    while True:
        got = await page(house, limit=limit, **({"after": after} if after else {}))
        assert len(got["items"]) <= limit
        shown += [item["name"] for item in got["items"]]
        after = got["next"]
        if after is None:
            break

    assert shown == made


async def test_what_is_added_meanwhile_neither_repeats_nor_hides_anything(house: House) -> None:
    await make(house, 4)
    first = await page(house, limit=2)
    await house.http.post("/v1/things", json={"name": "late"}, headers=house.maker())

    second = await page(house, limit=100, after=first["next"])

    names = [item["name"] for item in first["items"] + second["items"]]
    assert names == ["thing 0", "thing 1", "thing 2", "thing 3", "late"]


async def test_an_empty_list_is_a_page_without_items(house: House) -> None:
    assert await page(house) == {"items": [], "next": None}


async def test_the_newest_first_when_asked_so(house: House) -> None:
    await make(house, 5)
    async with house.works() as work:
        table = house.things
        key = [table.c.made_at, table.c.id]
        first, after = await PageRequested(2).fetch(
            work.session, select(table.c.name), key=key, descending=True
        )
        rest, last = await PageRequested(9, read_cursor(after or "")).fetch(
            work.session, select(table.c.name), key=key, descending=True
        )

    assert first + rest == [f"thing {number}" for number in (4, 3, 2, 1, 0)]
    assert last is None


def spoilt(cursor: str) -> list[str]:
    middle = len(cursor) // 2
    swapped = "A" if cursor[middle] != "A" else "B"
    return [cursor[:-3], cursor[:middle] + swapped + cursor[middle + 1 :], cursor * 2, "!", "x", ""]


async def test_a_cursor_that_was_typed_or_cut_is_refused(house: House) -> None:
    await make(house, 2)
    good = (await page(house, limit=1))["next"]

    for bad in [*spoilt(good), write_cursor([1]), write_cursor(["a", "b"]), "é", "x" * 600]:
        answer = await house.http.get(
            "/v1/things", params={"after": bad}, headers=house.as_("maker")
        )

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["name"] == "after"


def test_a_cursor_whose_content_was_changed_is_refused() -> None:
    whole = urlsafe_b64decode(write_cursor([1234567]) + "==")
    changed = urlsafe_b64encode(whole.replace(b"1234567", b"1234568")).decode()

    with pytest.raises(BadRequest):
        read_cursor(changed)


@pytest.mark.parametrize(
    "forged",
    [
        ["size", 10**30],
        ["name", "nul\x00"],
        ["name", "\ud800"],
        ["made_at", datetime(2026, 3, 1)],  # noqa: DTZ001 - the mistake a forger makes
        ["made_at", datetime.max],  # noqa: DTZ901 - likewise
        ["made_at", datetime.min.replace(tzinfo=UTC)],
    ],
    ids=str,
)
async def test_even_a_forged_cursor_is_the_callers_mistake(house: House, forged: Any) -> None:
    column, value = house.things.c[forged[0]], forged[1]
    asked = PageRequested(1, read_cursor(write_cursor([value])))

    try:
        async with house.works(reading=True) as work:
            await asked.fetch(work.session, select(house.things), key=[column])
    except Exception as error:  # noqa: BLE001 - as the door would
        problem = problem_of(error)
        assert problem is not None
        assert 400 <= problem.status < 500


@given(st.lists(values, min_size=1, max_size=4))
def test_a_cursor_gives_back_what_was_written(key: list[Any]) -> None:
    assert read_cursor(write_cursor(key)) == tuple(key)


@given(st.text(max_size=120))
def test_no_text_breaks_the_cursor(text: str) -> None:
    with pytest.raises(BadRequest):
        read_cursor(text)


def test_a_list_cannot_be_ordered_by_just_anything() -> None:
    with pytest.raises(TypeError):
        write_cursor([1.5])


async def test_a_cursor_of_another_list_is_refused(house: House) -> None:
    made_at, name = house.things.c.made_at, house.things.c.name
    async with house.works() as work:
        for key in [(new_id(), "a"), (date(2026, 3, 1), "a"), (datetime.now(UTC),), (1, 2)]:
            with pytest.raises(BadRequest):
                await PageRequested(1, key).fetch(
                    work.session, select(house.things), key=[made_at, name]
                )


def test_amounts_keep_their_cents() -> None:
    assert str(read_cursor(write_cursor([Decimal("1.10")]))[0]) == "1.10"
