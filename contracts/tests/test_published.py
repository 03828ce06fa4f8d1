"""What is published is what the events are, breaks no reader, and is valid for others' tools."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, FormatChecker

from chassis.published.files import broken, differences, events_of

CONTRACTS = Path(__file__).parents[1]
PUBLISHED = CONTRACTS / "published"
EVENTS = events_of("contracts")
SCHEMAS = {path.stem: json.loads(path.read_text()) for path in PUBLISHED.glob("schemas/*.json")}


def test_what_is_published_is_what_the_events_are() -> None:
    assert differences(EVENTS, PUBLISHED) == [], "run `make contracts` and commit what it writes"


def test_no_reader_of_what_is_published_trips() -> None:
    assert broken(EVENTS, PUBLISHED) == [], "make a new event beside the old"


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_schema_is_a_schema(name: str) -> None:
    Draft7Validator.check_schema(SCHEMAS[name])


@pytest.mark.parametrize("amount", [1250, 12.5, "12.505", "1e3", "NaN", "", "1,000.00"])
def test_money_is_a_string_with_two_decimals_at_most(amount: object) -> None:
    paid = {
        "claim_id": "0190b5a0-0000-7000-8000-000000000001",
        "number": "C-2026-000001",
        "customer_id": "0190b5a0-0000-7000-8000-000000000002",
        "amount": {"amount": "1250.00", "currency": "USD"},
        "reference": "R-1",
        "paid_at": "2026-03-01T12:00:00Z",
    }
    schema = Draft7Validator(SCHEMAS["claims.claim-paid.v1"], format_checker=FormatChecker())
    schema.validate(paid)

    wrong = {**paid, "amount": {"amount": amount, "currency": "USD"}}

    assert not schema.is_valid(wrong)


def test_amounts_are_strings_with_a_pattern_wherever_they_are() -> None:
    amounts = [schema["$defs"]["Money"] for schema in SCHEMAS.values() if "Money" in _defs(schema)]

    assert amounts
    assert all(money["properties"]["amount"]["type"] == "string" for money in amounts)
    assert all("pattern" in money["properties"]["amount"] for money in amounts)
    assert '"type": "number"' not in json.dumps(SCHEMAS)


def test_the_official_parser_finds_no_error(parser: list[str]) -> None:
    run = subprocess.run(parser, capture_output=True, text=True, check=False, timeout=100)

    assert (run.returncode, run.stderr) == (0, "")
    assert f"read {len(EVENTS)} messages" in run.stdout


def test_the_official_parser_would_find_one(parser: list[str], tmp_path: Path) -> None:
    copy = shutil.copytree(PUBLISHED, tmp_path / "published")
    document = json.loads((copy / "asyncapi" / "claims.json").read_text())
    document["operations"]["say-claims-claim-paid-v1"]["action"] = "whisper"
    (copy / "asyncapi" / "claims.json").write_text(json.dumps(document))

    run = subprocess.run(
        [*parser, copy / "asyncapi"], capture_output=True, text=True, check=False, timeout=100
    )

    assert run.returncode == 1
    assert "claims.json" in run.stderr


@pytest.fixture(scope="module")
def parser() -> list[str]:
    """The command that checks with @asyncapi/parser, where it is installed."""
    node = shutil.which("node")
    if node is None or not (CONTRACTS / "node_modules" / "@asyncapi" / "parser").is_dir():
        missing = "no @asyncapi/parser: install node >= 20.11 and run `npm ci` in contracts/"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(missing)
    return [str(node), str(CONTRACTS / "check-asyncapi.js")]


def _defs(schema: dict[str, Any]) -> dict[str, Any]:
    defs: dict[str, Any] = schema.get("$defs", {})
    return defs
