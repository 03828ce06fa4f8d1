"""The routes of the merged OpenAPI document, each with a request that is right in form."""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

METHODS = frozenset({"get", "put", "post", "delete", "patch"})
NOWHERE = UUID("0192d3a0-0000-7000-8000-00000000dead")
Schema = dict[str, Any]
PLAIN = {
    "string": "some words",
    "date": "2026-03-01",
    "date-time": "2026-03-01T09:30:00Z",
    "integer": 1,
    "number": 1,
    "boolean": True,
}


@dataclass(frozen=True, eq=False)
class Route:
    """One operation, as the document describes it."""

    method: str
    template: str
    operation: Mapping[str, Any]
    document: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.method} {self.template}"

    @property
    def roles(self) -> list[str]:
        """Who may come in; nobody named means anybody."""
        security = self.operation.get("security", ())
        return sorted(role for each in security for roles in each.values() for role in roles)

    @property
    def asks_who(self) -> bool:
        return bool(self.roles)

    @property
    def streams(self) -> bool:
        """It never ends by itself."""
        answers = self.operation["responses"].get("200", {}).get("content", {})
        return "text/event-stream" in answers

    @property
    def body(self) -> Schema | None:
        """The schema of what it takes."""
        content = self.operation.get("requestBody", {}).get("content", {})
        found = content.get("application/json")
        return None if found is None else self.resolved(found["schema"])

    @property
    def keyed(self) -> bool:
        return self.header("Idempotency-Key")

    @property
    def versioned(self) -> bool:
        return self.header("If-Match")

    def header(self, name: str) -> bool:
        return any(each["name"] == name for each in self.parameters("header"))

    def parameters(self, place: str) -> list[Mapping[str, Any]]:
        return [each for each in self.operation.get("parameters", ()) if each["in"] == place]

    def path(self, **ids: object) -> str:
        """The path to something that is not there, unless `ids` name something that is."""
        filled = self.template
        for each in self.parameters("path"):
            name = each["name"]
            value = ids.get(name, example(self, each["schema"], fresh=False))
            filled = filled.replace("{" + name + "}", str(value))
        return filled

    def query(self, **values: str) -> str:
        """The query it cannot do without, with these values in it."""
        needed = {
            each["name"]: quote(str(example(self, each["schema"])))
            for each in self.parameters("query")
            if each.get("required")
        }
        return "&".join(f"{name}={value}" for name, value in (needed | values).items())

    def headers(self) -> dict[str, str]:
        """What every good request to it carries, the token aside."""
        return {
            **({"Idempotency-Key": str(uuid4())} if self.keyed else {}),
            **({"If-Match": '"1"'} if self.versioned else {}),
        }

    def good_body(self) -> Any:
        """A body that is right in form; what it speaks of need not exist."""
        return None if self.body is None else example(self, self.body)

    def resolved(self, schema: Mapping[str, Any]) -> Schema:
        """The schema itself, where it refers to another and where it may also be null."""
        found = dict(schema)
        while "$ref" in found:
            target: Any = self.document
            for step in found.pop("$ref").removeprefix("#/").split("/"):
                target = target[step]
            found = _narrowed(copy.deepcopy(target), found)
        for kind in ("anyOf", "oneOf"):
            if kind in found:
                kinds = [self.resolved(each) for each in found.pop(kind)]
                some = next(each for each in kinds if each.get("type") != "null")
                nullable = any(each.get("type") == "null" for each in kinds)
                found = {**some, **found, "nullable": nullable}
        return found


def _narrowed(schema: Schema, further: Mapping[str, Any]) -> Schema:
    """What a reference refers to, and what stands beside the reference."""
    both = {**schema, **further}
    if "properties" in further and "properties" in schema:
        fields = dict(schema["properties"])
        for name, more in further["properties"].items():
            fields[name] = {**fields.get(name, {}), **more}
        both["properties"] = fields
    return both


def routes_of(document: Mapping[str, Any]) -> list[Route]:
    """All of them."""
    return list(_routes(document))


def _routes(document: Mapping[str, Any]) -> Iterator[Route]:
    for template, operations in document["paths"].items():
        for method, operation in operations.items():
            if method in METHODS:
                yield Route(method.upper(), template, operation, document)


def example(route: Route, schema: Mapping[str, Any], *, fresh: bool = True) -> Any:
    """A value of this schema."""
    schema = route.resolved(schema)
    for known in ("examples", "enum"):
        if known in schema:
            return schema[known][0]
    match schema.get("type"), schema.get("format"):
        case "object", _:
            properties = schema.get("properties", {})
            return {name: example(route, each, fresh=fresh) for name, each in properties.items()}
        case "array", _:
            return [example(route, schema["items"], fresh=fresh)]
        case "string", "uuid":
            return str(uuid4() if fresh else NOWHERE)
    return _plain(schema)


def _plain(schema: Schema) -> Any:
    kind = str(schema.get("format", schema.get("type")))
    if kind not in PLAIN or (kind == "string" and "pattern" in schema):
        raise LookupError(f"give this schema an example: {schema}")
    return PLAIN[kind]
