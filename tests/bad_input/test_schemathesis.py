"""What schemathesis thinks of, against the merged document: no fault, and answers as documented."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import pytest
import requests
from bad_input.conftest import own_address
from bad_input.document import document, merged
from bad_input.house import House, bearer
from hypothesis import HealthCheck, settings
from journeys.company import Mint
from requests.adapters import HTTPAdapter
from schemathesis import Case, CheckContext, Response
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks
from urllib3 import Retry

ALWAYS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
    checks.negative_data_rejection,
    checks.missing_required_header,
]
OF_FORM = {"malformed-json", "bad-request", "invalid-parameter", "invalid-body", "unkeepable"}

# The stream never ends by itself; a whole offer is seldom made by chance: the other tests here
# try counter-offers, as they do everything.
every_route = (
    document()
    .exclude(path="/v1/inbox/stream")
    .exclude(path="/v1/applications/{application_id}/counter-offers")
)


def test_the_document_is_the_one_that_is_served(address: tuple[str, Mint]) -> None:
    served = requests.get(f"{address[0]}/openapi.json", timeout=30).json()

    assert served == json.loads(json.dumps(merged()))


@pytest.fixture(scope="session")
def turns() -> Mapping[str, Any]:
    """Whose turn it is at each door: everybody who may come in asks."""
    return defaultdict(count)


class FromHere(HTTPAdapter):
    """Asks from one address of this machine, and waits when it is told that it asks too often."""

    def __init__(self, own: str | None) -> None:
        self._own = own
        waits = Retry(total=20, status_forcelist=[429], allowed_methods=None, raise_on_status=False)
        super().__init__(max_retries=waits)

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        """As ever, but from there."""
        if self._own:
            more["source_address"] = (self._own, 0)
        super().init_poolmanager(*args, **more)


@pytest.fixture(scope="session")
def sessions(address: tuple[str, Mint]) -> Iterator[Callable[[Case], requests.Session]]:
    """A session for each door."""
    kept: dict[str, requests.Session] = {}

    def of(case: Case) -> requests.Session:
        label = case.operation.label
        if label not in kept:
            kept[label] = requests.Session()
            kept[label].mount("http://", FromHere(own_address(address[0])))
        return kept[label]

    yield of
    for each in kept.values():
        each.close()


def right_in_form(ctx: CheckContext, response: Response, case: Case) -> None:
    """What the document allows is not refused for its form; what it means may still be refused."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    if response.status_code in {400, 422}:
        problem = response.json()
        blamed = {each.get("name") for each in problem.get("errors", ())}
        cursor = blamed == {"after"}  # no schema says what a cursor is
        # Nor, of a free question in an address, which characters deceive: the door says it.
        deceives = blamed == {"question"} and "character" in problem["detail"]
        # Nor that no two things of a list bear one name.
        twice = any("is there twice" in str(each["detail"]) for each in problem.get("errors", ()))
        unsaid = cursor or deceives or twice
        assert problem["code"] not in OF_FORM or unsaid, f"refused for its form: {problem}"


# A body of many rules is seldom made by chance; what is made is tried all the same.
@every_route.parametrize()
@settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
def test_every_answer_is_as_documented(
    case: Case,
    kept: House,
    address: tuple[str, Mint],
    sessions: Callable[[Case], requests.Session],
    turns: Mapping[str, Any],
) -> None:
    furnish(case, kept)
    headers = somebody(case, kept, turns)

    answer = case.call(base_url=address[0], session=sessions(case), headers=headers)

    case.validate_response(answer, checks=[*ALWAYS, right_in_form], headers=headers)


def somebody(case: Case, house: House, turns: Mapping[str, Any]) -> dict[str, str]:
    """The header of the next one whom this door lets in."""
    security = case.operation.definition.raw.get("security", [])
    roles = [role for each in security for named in each.values() for role in named]
    if not roles:
        return {}
    role = roles[next(turns[case.operation.label]) % len(roles)]
    owner = house.customer["id"] if role == "customer" else None
    return bearer(house.company.somebody(role, owner).token)


def furnish(case: Case, house: House) -> None:
    """Let ids lead to things that are there, and keys be new: else every answer is a 404."""
    for name, value in case.path_parameters.items():
        if is_id(value):
            case.path_parameters[name] = house.ids.get(name, value)
    if is_id(case.headers.get("Idempotency-Key", "")) or case.headers.get("Idempotency-Key") == "0":
        case.headers["Idempotency-Key"] = str(uuid4())
    if isinstance(case.body, dict):
        for name in case.body.keys() & house.ids.keys():
            if is_id(case.body[name]):
                case.body[name] = house.ids[name]


def is_id(value: object) -> bool:
    try:
        return bool(UUID(str(value)))
    except ValueError:
        return False
