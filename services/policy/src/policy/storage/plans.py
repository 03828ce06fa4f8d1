"""Where plans are found: data files of this package, read with suspicion and kept in memory."""

import tomllib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final, TypeVar

from pydantic import TypeAdapter, ValidationError

from policy.domain.products import BadPlan, Plan
from policy.domain.products.checking import check

T = TypeVar("T")
_ADAPTER: Final[TypeAdapter[Plan]] = TypeAdapter(Plan)


def all_plans() -> dict[tuple[str, str], Plan]:
    """Every version of every product, by id and version."""
    return dict(_published())


@cache
def _published() -> dict[tuple[str, str], Plan]:
    found: dict[tuple[str, str], Plan] = {}
    for folder in sorted(_folders(), key=lambda each: each.name):
        for file in sorted(folder.iterdir(), key=lambda each: each.name):
            if file.name.endswith(".toml") and file.name[0].isdigit():
                name = f"{folder.name}/{file.name}"
                plan = plan_of(file.read_text(encoding="utf-8"), name)
                if name != f"{plan.id}/{plan.version}.toml":
                    raise BadPlan(f"{name}: product.id, product.version: are those of the file")
                found[plan.id, plan.version] = plan
    return found


def _folders() -> list[Traversable]:
    return [each for each in (files("policy") / "products").iterdir() if each.is_dir()]


def plan_of(text: str, file: str) -> Plan:
    """The plan written in `text`; one that is broken is refused, naming file and key."""
    plan = read(_ADAPTER, text, file)
    try:
        check(plan)
    except BadPlan as bad:
        raise BadPlan(f"{file}: {bad}") from None
    return plan


def read(adapter: TypeAdapter[T], text: str, file: str) -> T:
    """A data file as `adapter` wants it; refused naming file and key."""
    try:
        data = tomllib.loads(text, parse_float=_no_float)
        return adapter.validate_python(data)
    except tomllib.TOMLDecodeError as broken:
        raise BadPlan(f"{file}: {broken}") from None
    except ValidationError as wrong:
        first: Any = wrong.errors()[0]
        key = ".".join(str(step) for step in first["loc"])
        raise BadPlan(f"{file}: {key}: {first['msg']}") from None


class _Float:
    """What a number with a point becomes: nothing takes it, so that its key is named."""


def _no_float(written: str) -> _Float:
    return _Float()
