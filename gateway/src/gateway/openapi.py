"""One OpenAPI 3.1 document out of those of all services.

Components of the same name and content are one; where services mean different things by a name,
each gets its own: `Status` of claims and of complaints become `ClaimsStatus`, `ComplaintsStatus`.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from gateway.refusals import ClientTooSlow, Failed, NotSupported, Refused, TooMany, TooSlow

Document = dict[str, Any]

OURS: Final[Mapping[str, type[Refused]]] = {
    "408": ClientTooSlow,
    "429": TooMany,
    "501": NotSupported,
    "502": Failed,
    "504": TooSlow,
}
"""What the gateway may answer in the place of any service."""

_PREFIX: Final = "#/components/"
_METHODS: Final = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace"})


def merge(documents: Mapping[str, Document], *, away: Mapping[str, str], version: str) -> Document:
    """The documents of all services as one; `away` says which are missing, and why."""
    crowded = _different(documents)
    operations = _repeated_operations(documents)
    paths: Document = {}
    components: dict[str, Document] = {}
    tags: dict[str, Document] = {}
    for service, document in sorted(documents.items()):
        rename = _renaming(service, crowded)
        own = _with_refs(document, rename)
        for path, item in own.get("paths", {}).items():
            if path.startswith("/v1/"):
                _mark(item, service, operations)
                paths.setdefault(path, {}).update(item)
        for kind, name in _components(document):
            component = own["components"][kind][name]
            components.setdefault(kind, {})[rename(kind, name)] = component
        tags.update({tag["name"]: tag for tag in own.get("tags", ())})
    _add_ours(paths, components)
    note = "".join(f"\n\n**{name} is missing here**: {why}" for name, why in sorted(away.items()))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Yinbao",
            "version": version,
            "description": f"An insurer's service centre, all services behind one door.{note}",
        },
        "servers": [{"url": "/"}],
        "paths": dict(sorted(paths.items())),
        "components": {kind: dict(sorted(named.items())) for kind, named in components.items()},
        "tags": [tags[name] for name in sorted(tags)],
        **({"x-missing-services": sorted(away)} if away else {}),
    }


Name = tuple[str, str]  # a component's kind and name: ("schemas", "Money")


def _components(document: Document) -> Iterator[Name]:
    for kind, named in document.get("components", {}).items():
        for name in named:
            yield kind, name


def _different(documents: Mapping[str, Document]) -> set[Name]:
    """The components that services disagree about, themselves or in what they refer to."""
    texts: dict[Name, list[str]] = {}
    refers: dict[Name, set[Name]] = {}
    for document in documents.values():
        for kind, name in _components(document):
            component = document["components"][kind][name]
            texts.setdefault((kind, name), []).append(json.dumps(component, sort_keys=True))
            refers.setdefault((kind, name), set()).update(_refs(component))
    shared = {name for name, said in texts.items() if len(said) > 1}
    different = {name for name in shared if len(set(texts[name])) > 1}
    while more := {name for name in shared - different if refers[name] & different}:
        different |= more
    return different


def _refs(node: Any) -> Iterator[Name]:
    if isinstance(node, dict):
        for value in node.values():
            yield from _refs(value)
    elif isinstance(node, list):
        for value in node:
            yield from _refs(value)
    elif isinstance(node, str) and node.startswith(_PREFIX):
        kind, _, name = node.removeprefix(_PREFIX).partition("/")
        yield kind, name


def _renaming(service: str, crowded: set[Name]) -> Callable[[str, str], str]:
    def rename(kind: str, name: str) -> str:
        own = f"{service.capitalize()}{name[:1].upper()}{name[1:]}"
        return own if (kind, name) in crowded else name

    return rename


def _with_refs(node: Any, rename: Callable[[str, str], str]) -> Any:
    """The node with every reference to a component under that component's new name."""
    if isinstance(node, dict):
        return {key: _with_refs(value, rename) for key, value in node.items()}
    if isinstance(node, list):
        return [_with_refs(value, rename) for value in node]
    if isinstance(node, str) and node.startswith(_PREFIX):
        kind, _, name = node.removeprefix(_PREFIX).partition("/")
        return f"{_PREFIX}{kind}/{rename(kind, name)}"
    return node


def _operations(item: Document) -> Iterator[Document]:
    return (operation for method, operation in item.items() if method in _METHODS)


def _repeated_operations(documents: Mapping[str, Document]) -> set[str]:
    seen: dict[str, int] = {}
    for document in documents.values():
        for path, item in document.get("paths", {}).items():
            for operation in _operations(item):
                if path.startswith("/v1/") and "operationId" in operation:
                    seen[operation["operationId"]] = seen.get(operation["operationId"], 0) + 1
    return {name for name, times in seen.items() if times > 1}


def _mark(item: Document, service: str, repeated: set[str]) -> None:
    for operation in _operations(item):
        name = operation.get("operationId")
        if name in repeated:
            operation["operationId"] = f"{service}{name[:1].upper()}{name[1:]}"
        operation.setdefault("tags", [service])


def _add_ours(paths: Document, components: dict[str, Document]) -> None:
    if not paths:
        return
    problem = {"$ref": "#/components/schemas/Problem"}
    components.setdefault("schemas", {}).setdefault("Problem", {"type": "object"})
    responses = components.setdefault("responses", {})
    for kind in OURS.values():
        content = {"application/problem+json": {"schema": problem}}
        responses[f"Gateway{kind.__name__}"] = {"description": kind.__doc__, "content": content}
    for item in paths.values():
        for operation in _operations(item):
            known = operation.setdefault("responses", {})
            for status, kind in OURS.items():
                reference = {"$ref": f"#/components/responses/Gateway{kind.__name__}"}
                known.setdefault(status, reference)
