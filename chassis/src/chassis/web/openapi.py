"""The OpenAPI 3.1 document of a service: what FastAPI knows, and what the house adds to it."""

import re
from collections.abc import Iterator
from typing import Any, Final

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, iter_route_contexts

from chassis.identity.access import SCHEME, admissions_of
from chassis.web.problems import MEDIA_TYPE
from chassis.web.versions import ETAG

_PROBLEM: Final[dict[str, Any]] = {
    "title": "Problem",
    "description": "Why the answer is not what was asked for (RFC 9457).",
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string", "examples": ["/problems/not-found"]},
        "title": {"type": "string", "examples": ["There is no such thing."]},
        "status": {"type": "integer", "examples": [404]},
        "detail": {"type": "string"},
        "code": {
            "type": "string",
            "description": "For programs: never re-worded.",
            "examples": ["not-found"],
        },
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["detail"],
                "properties": {
                    "pointer": {
                        "type": "string",
                        "description": "A JSON pointer to the field of the body.",
                        "examples": ["/damage/amount"],
                    },
                    "in": {"type": "string", "enum": ["query", "path", "header", "cookie"]},
                    "name": {"type": "string", "description": "The parameter."},
                    "detail": {"type": "string", "examples": ["is required"]},
                },
            },
        },
        "trace_id": {"type": "string", "description": "Tell us this when you write to us."},
    },
}

_RESPONSES: Final = {
    "400": ("BadRequest", "The request cannot be understood."),
    "401": ("Unauthenticated", "We do not know who you are."),
    "403": ("Forbidden", "You may not do this."),
    "404": ("NotFound", "There is no such thing, or it is not yours."),
    "409": ("Conflict", "The present state of things forbids this."),
    "412": ("Stale", "It has changed since you read it."),
    "413": ("BodyTooLarge", "The body is larger than we read."),
    "414": ("AddressTooLong", "The address is longer than we read."),
    "415": ("UnsupportedMediaType", "The body is not of a kind we read."),
    "422": ("Invalid", "A field is wrong, or a business rule forbids this."),
    "428": ("PreconditionRequired", "Say which version you mean to change."),
    "431": ("HeadersTooLarge", "The headers are larger than we read."),
    "500": ("Fault", "Something went wrong on our side."),
    "503": ("Unavailable", "We cannot answer this now; try again shortly."),
}
_HEADERS: Final[dict[str, dict[str, Any]]] = {
    "401": {"WWW-Authenticate": {"schema": {"type": "string"}, "example": "Bearer"}},
    "503": {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds."}},
}
_ETAG: Final = {
    "description": "The version shown; send it back as If-Match.",
    "schema": {"type": "string", "examples": ['"1"']},
}
_IF_MATCH: Final = {"type": "string", "pattern": ETAG, "examples": ['"1"']}
_LOCATION: Final = {
    "description": "Where the new thing is.",
    "schema": {"type": "string", "format": "uri-reference"},
}
_REPLAYED: Final = {
    "description": "`true` when this is the stored answer to an earlier request.",
    "schema": {"type": "string", "enum": ["true"]},
}


def document(app: FastAPI) -> dict[str, Any]:
    """The document, made once."""
    if app.openapi_schema is None:
        made = get_openapi(
            title=app.title,
            version=app.version,
            openapi_version="3.1.0",
            description=app.description,
            routes=app.routes,
            tags=app.openapi_tags,
        )
        _complete(made)
        for route in iter_route_contexts(app.routes):
            if isinstance(route.original_route, APIRoute) and route.path_format in made["paths"]:
                for method in route.methods or ():
                    _name_roles(made["paths"][route.path_format][method.lower()], route.dependant)
        app.openapi_schema = made
    return app.openapi_schema


def _name_roles(operation: dict[str, Any], dependant: Dependant) -> None:
    """Name the roles that open this door, each on its own (OpenAPI 3.1, security requirement)."""
    for admission in admissions_of(dependant):
        roles = sorted(admission.roles)
        operation["security"] = [{SCHEME: [role]} for role in roles] or [{SCHEME: []}]


def _complete(made: dict[str, Any]) -> None:
    components = made.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    schemas.pop("HTTPValidationError", None)
    schemas.pop("ValidationError", None)
    schemas["Problem"] = _PROBLEM
    components["responses"] = {
        name: {
            "description": says,
            **({"headers": _HEADERS[status]} if status in _HEADERS else {}),
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status, (name, says) in _RESPONSES.items()
    }
    for path, operations in made.get("paths", {}).items():
        for method, operation in operations.items():
            _complete_operation(path, operation, writes=method not in {"get", "head"})


def _complete_operation(path: str, operation: dict[str, Any], *, writes: bool) -> None:
    for each in operation.get("parameters", ()):
        if each["name"] == "If-Match":  # to FastAPI it may be missing, so that 428 can say so
            each |= {"required": True, "schema": _IF_MATCH}
    parameters = {(each["in"], each["name"]) for each in operation.get("parameters", ())}
    responses = operation.setdefault("responses", {})
    responses.pop("422", None) if _is_fastapis(responses.get("422")) else None
    for status in _statuses(path, operation, parameters, writes=writes):
        name, _ = _RESPONSES[status]
        responses.setdefault(status, {"$ref": f"#/components/responses/{name}"})
    for status, response in responses.items():
        if re.fullmatch("2..", status):
            headers = response.setdefault("headers", {})
            if ("header", "Idempotency-Key") in parameters:
                headers.setdefault("Idempotency-Replayed", _REPLAYED)
                headers.setdefault("ETag", _ETAG)
            if status == "201":
                headers.setdefault("Location", _LOCATION)
            if ("header", "If-Match") in parameters:
                headers.setdefault("ETag", _ETAG)
            if not headers:
                del response["headers"]
    operation["responses"] = dict(sorted(responses.items()))


def _is_fastapis(response: Any) -> bool:
    return "HTTPValidationError" in str(response)


def _statuses(
    path: str, operation: dict[str, Any], parameters: set[tuple[str, str]], *, writes: bool
) -> Iterator[str]:
    yield from ("400", "414", "431", "500", "503")
    if writes:
        yield from ("409", "413", "415", "422")
    if operation.get("security"):
        yield from ("401", "403")
    if "{" in path:
        yield "404"
    if ("header", "Idempotency-Key") in parameters:
        yield "404"
    if ("header", "If-Match") in parameters:
        yield from ("412", "428")
