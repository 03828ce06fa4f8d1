"""The merged OpenAPI document as schemathesis reads it, made without opening anything."""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from typing import Any

import schemathesis
from schemathesis import Config
from schemathesis.schemas import BaseSchema

from chassis.registry import SERVICES, installed
from chassis.service import Service
from gateway.openapi import merge
from gateway.routes import ROUTES

SETTINGS = {
    "cache": {"enabled": False},
    "generation": {"max-examples": 8, "deterministic": True, "database": "none"},
    "phases": {"stateful": {"enabled": False}},
    "checks": {
        "negative_data_rejection": {
            "expected-statuses": [400, 401, 404, 405, 412, 413, 414, 415, 422, 428]
        },
        "missing_required_header": {"expected-statuses": [400, 401, 428]},
    },
}
COMPANY = {route.service for route in ROUTES}


@cache
def merged() -> dict[str, Any]:
    """Made when first asked for: describing every service takes seconds."""
    return merge(
        {
            name: service.openapi()
            for name, found in installed(SERVICES).items()
            # the chassis's tests install a service too; the gateway leads to the company's alone
            if name in COMPANY and isinstance(service := found.load(), Service)
        },
        away={},
        version=version("yinbao-gateway"),
    )


@cache
def document() -> BaseSchema:
    """The same, as schemathesis reads it."""
    return as_read(merged())


def as_read(document: Mapping[str, Any]) -> BaseSchema:
    """Such a document as schemathesis reads it."""
    return schemathesis.openapi.from_dict(dict(document), config=Config.from_dict(SETTINGS))
