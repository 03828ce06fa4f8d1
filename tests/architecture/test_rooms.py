"""The rules of the house that import-linter cannot see."""

import ast
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from chassis.events import known_events

HOUSE = Path(__file__).parents[2]
SERVICES = sorted(path.name for path in (HOUSE / "services").iterdir() if path.is_dir())
ROOMS = [
    "domain",
    "examples.py",
    "migrations",
    "reactions.py",
    "service.py",
    "storage.py",
    "use_cases",
]

LONGEST = 250
LONG_FOR_A_REASON: dict[str, str] = {}

INLINE_IMPORTS: dict[str, str] = {
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

    inside = {path.name for path in room.iterdir()}

    assert {name for name in ROOMS if name not in inside} == set()
    assert inside & {"routes.py", "routes"}
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
