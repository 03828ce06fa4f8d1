"""The document says all a caller needs: doors, keys, versions, problems."""

from typing import Any

import pytest
from openapi_spec_validator import validate

House = Any


@pytest.fixture
async def document(house: House) -> Any:
    return (await house.http.get("/openapi.json")).json()


async def test_it_is_valid_openapi_3_1(document: Any) -> None:
    validate(document)

    assert document["openapi"].startswith("3.1")


async def test_operations_have_readable_ids(document: Any) -> None:
    ids = [each["operationId"] for path in document["paths"].values() for each in path.values()]

    assert ids == ["postThing", "getThings", "getThing", "putThing", "putFate", "getBroken"]


async def test_a_post_asks_for_its_key_and_may_be_a_replay(document: Any) -> None:
    post = document["paths"]["/v1/things"]["post"]

    [key] = [each for each in post["parameters"] if each["name"] == "Idempotency-Key"]
    assert (key["in"], key["required"]) == ("header", True)
    assert set(post["responses"]["201"]["headers"]) == {"ETag", "Idempotency-Replayed", "Location"}
    assert {"400", "401", "403", "409", "413", "415", "422", "503"} <= set(post["responses"])


async def test_a_change_asks_for_the_version(document: Any) -> None:
    put = document["paths"]["/v1/things/{thing_id}"]["put"]

    [version] = [each for each in put["parameters"] if each["name"] == "If-Match"]
    assert (version["in"], version["required"]) == ("header", True)
    assert {"404", "412", "428"} <= set(put["responses"])


async def test_each_door_names_the_roles_that_open_it(document: Any) -> None:
    get = document["paths"]["/v1/things/{thing_id}"]["get"]

    assert get["security"] == [{"token": ["customer"]}, {"token": ["maker"]}]
    assert document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


async def test_every_problem_is_of_one_shape(document: Any) -> None:
    for response in document["components"]["responses"].values():
        assert list(response["content"]) == ["application/problem+json"]
    assert "HTTPValidationError" not in str(document)


async def test_fields_carry_their_bounds(document: Any) -> None:
    fields = document["components"]["schemas"]["NewThing"]["properties"]

    assert fields["name"]["maxLength"] == 200
    assert "pattern" in fields["name"]
    assert fields["note"]["maxLength"] == 4000
    assert document["components"]["schemas"]["NewThing"]["additionalProperties"] is False
