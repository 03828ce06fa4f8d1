"""Where the facts about the company and its services are found: data files of this package."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def company() -> dict[str, Any]:
    """Who we are, where to reach us, who watches over us."""
    return _read("company")


@cache
def services_on_offer() -> list[dict[str, Any]]:
    """What we do for customers beside insuring them."""
    services: list[dict[str, Any]] = _read("services")["service"]
    return services


def _read(name: str) -> dict[str, Any]:
    file = files("policy") / "company" / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
