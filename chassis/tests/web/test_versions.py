"""Versions: `ETag` out, `If-Match` in."""

from typing import Any

import pytest

House = Any


async def _made(house: House) -> Any:
    return await house.http.post("/v1/things", json={"name": "lamp"}, headers=house.maker())


async def _put(house: House, where: str, if_match: str | None) -> Any:
    headers = house.as_("maker") | ({} if if_match is None else {"If-Match": if_match})
    return await house.http.put(where, json={"name": "lamp"}, headers=headers)


async def test_the_version_that_was_read_can_be_changed(house: House) -> None:
    made = await _made(house)

    answer = await _put(house, made.headers["Location"], made.headers["ETag"])

    assert made.headers["ETag"] == '"1"'
    assert answer.status_code == 200


async def test_a_change_without_a_version_is_refused(house: House) -> None:
    made = await _made(house)

    answer = await _put(house, made.headers["Location"], None)

    assert answer.status_code == 428
    assert answer.json()["errors"][0]["name"] == "If-Match"


async def test_a_change_of_an_older_version_is_refused(house: House) -> None:
    made = await _made(house)

    answer = await _put(house, made.headers["Location"], '"2"')

    assert (answer.status_code, answer.json()["code"]) == (412, "stale")


@pytest.mark.parametrize(
    "written", ["1", "*", 'W/"1"', '"1", "2"', '"0"', '"-1"', '"1e9"', '"' + "9" * 40 + '"']
)
async def test_a_version_is_one_etag_of_ours(house: House, written: str) -> None:
    made = await _made(house)

    answer = await _put(house, made.headers["Location"], written)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["name"] == "If-Match"
