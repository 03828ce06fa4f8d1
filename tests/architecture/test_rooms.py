"""The rules of the house that import-linter cannot see."""

import ast
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from chassis.events import known_events

HOUSE = Path(__file__).parents[2]
SERVICES = sorted(path.name for path in (HOUSE / "services").iterdir() if path.is_dir())
ROOMS = {
    "domain",
    "examples",
    "migrations",
    "reactions",
    "routes",
    "service",
    "storage",
    "use_cases",
}

LONGEST = 250
LONG_FOR_A_REASON: dict[str, str] = {}

INLINE_IMPORTS = {
    "chassis/src/chassis/bus/__init__.py": "a process on the memory bus does without aio-pika",
    "chassis/src/chassis/cli/commands.py": "a command loads what it needs, `--help` nothing",
    "chassis/src/chassis/migrations/__init__.py": "a service at work does without alembic",
    "chassis/src/chassis/telemetry/export.py": "the OpenTelemetry SDK is for those who export",
    "chassis/src/chassis/testing/brokers.py": "testcontainers is for machines without a broker",
    "statutes/src/statutes/days_off.py": "holidays takes 0.2 s, and most deadlines need none",
}


def sources() -> Iterator[Path]:
    for floor in ("chassis", "contracts", "statutes", "services", "gateway", "embedded"):
        yield from sorted((HOUSE / floor).rglob("src/**/*.py"))


def inline_imports(path: Path) -> list[str]:
    tree = ast.parse(path.read_text())
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    found = [
        n for f in functions for n in ast.walk(f) if isinstance(n, ast.Import | ast.ImportFrom)
    ]
    return [ast.unparse(node) for node in found]


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_the_same_rooms(service: str) -> None:
    room = HOUSE / "services" / service / "src" / service

    inside = {path.stem for path in room.iterdir()}  # a room is a file until it grows to a folder

    assert ROOMS - inside == set()
    assert (HOUSE / "services" / service / "README.md").exists()


def test_what_is_imported_late_is_imported_late_for_a_listed_reason() -> None:
    late = {str(path.relative_to(HOUSE)) for path in sources() if inline_imports(path)}

    assert late == set(INLINE_IMPORTS)


def test_a_file_past_250_lines_says_why() -> None:
    long = {
        str(path.relative_to(HOUSE))
        for path in sources()
        if len(path.read_text().splitlines()) > LONGEST
    }

    assert long == set(LONG_FOR_A_REASON)


def test_every_published_fact_has_a_hearer() -> None:
    """Publishing is `mandatory`: a fact nobody hears would wait in its outbox for ever."""
    services = [entry.load() for entry in entry_points(group="yinbao.services")]

    heard = {
        event.wire_name
        for service in services
        for event in getattr(getattr(service, "reactions", None), "events", {})
    }

    company = tuple(f"{name}." for name in SERVICES)
    assert {e.wire_name for e in known_events() if e.wire_name.startswith(company)} <= heard
