"""Where levies and short-rate tables are found: data files of this package, read with suspicion."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from pydantic import TypeAdapter

from policy.domain.pricing.levies import LevyBook
from policy.domain.pricing.short_rates import ShortRates
from policy.domain.products.words import Strict
from policy.storage.plans import read


@dataclass(frozen=True, kw_only=True, slots=True)
class _Tables(Strict):
    tables: tuple[ShortRates, ...]


_LEVIES: Final = TypeAdapter(LevyBook)
_TABLES: Final = TypeAdapter(_Tables)


def _text(name: str) -> str:
    return (files("policy") / "products" / name).read_text(encoding="utf-8")


@cache
def levies() -> LevyBook:
    """Every tax and levy we know."""
    return read(_LEVIES, _text("levies.toml"), "levies.toml")


@cache
def short_rates() -> dict[str, ShortRates]:
    """Every published table, by its id."""
    tables = read(_TABLES, _text("short-rates.toml"), "short-rates.toml").tables
    return {table.id: table for table in tables}
