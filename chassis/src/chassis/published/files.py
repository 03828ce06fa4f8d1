"""What is published, as files: rendered, compared with those that are there, written."""

import json
from collections.abc import Sequence
from importlib import import_module
from itertools import groupby
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from chassis.events import Event, known_events
from chassis.published.asyncapi import document
from chassis.published.evolution import breaks
from chassis.published.schemas import schema_of


def events_of(package: str) -> list[type[Event]]:
    """Every event of a package, which is imported for it: one module per publisher."""
    for module in iter_modules(import_module(package).__path__):
        import_module(f"{package}.{module.name}")
    return [event for event in known_events() if event.__module__.startswith(f"{package}.")]


def render(events: Sequence[type[Event]]) -> dict[str, str]:
    """The files, by their path: `schemas/<wire name>.json` and `asyncapi/<publisher>.json`."""
    files = {f"schemas/{event.wire_name}.json": _json(schema_of(event)) for event in events}
    for publisher, said in groupby(events, key=_publisher):
        facts = list(said)
        description = (import_module(facts[0].__module__).__doc__ or "").strip()
        files[f"asyncapi/{publisher}.json"] = _json(document(publisher, description, facts))
    return files


def differences(events: Sequence[type[Event]], folder: Path) -> list[str]:
    """Where the folder is not what the events would be published as."""
    wanted, there = render(events), _there(folder)
    return [
        f"{path} {_how(path in wanted, path in there)}"
        for path in sorted(wanted.keys() | there.keys())
        if wanted.get(path) != there.get(path)
    ]


def broken(events: Sequence[type[Event]], folder: Path) -> list[str]:
    """What readers of the schemas in the folder would trip over in the events as they are."""
    now = {f"schemas/{event.wire_name}.json": schema_of(event) for event in events}
    found: list[str] = []
    for path, text in _there(folder).items():
        if path.startswith("schemas/"):
            name = Path(path).stem
            if path not in now:
                found.append(f"{name}: the event is gone")
            else:
                found += [f"{name}: {what}" for what in breaks(json.loads(text), now[path])]
    return found


def write(events: Sequence[type[Event]], folder: Path) -> None:
    """Make the folder what the events are published as."""
    wanted = render(events)
    for path in _there(folder).keys() - wanted.keys():
        (folder / path).unlink()
    for path, text in wanted.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)


def _publisher(event: type[Event]) -> str:
    return event.wire_name.partition(".")[0]


def _there(folder: Path) -> dict[str, str]:
    files = sorted(folder.glob("*/*.json"))
    return {path.relative_to(folder).as_posix(): path.read_text() for path in files}


def _how(wanted: bool, there: bool) -> str:  # noqa: FBT001 - both answers of one question
    match wanted, there:
        case True, False:
            return "is missing"
        case False, True:
            return "belongs to no event"
        case _:
            return "is not what the event is now"


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
