"""Which time zones a country keeps, as the IANA database has it (package `tzdata`)."""

from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import Final

_TABLES: Final = ("zone.tab", "zone1970.tab")


def zones_of(country: str) -> frozenset[str]:
    """Every zone of a country (ISO 3166-1 alpha-2), by each of its names, old ones included."""
    return _zones().get(country, frozenset())


@cache
def _zones() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for table in _TABLES:
        for line in _lines(table):
            countries, _, name, *_ = line.split("\t")
            for country in countries.split(","):
                found[country].add(name)
    aliases = [line.split()[1:3] for line in _lines("tzdata.zi") if line.startswith("L ")]
    listed = {name for names in found.values() for name in names}
    for names in found.values():  # Asia/Calcutta; Europe/Oslo has a country of its own
        names.update(alias for name, alias in aliases if name in names and alias not in listed)
    return {country: frozenset(names) for country, names in found.items()}


def _lines(table: str) -> list[str]:
    text = (files("tzdata") / "zoneinfo" / table).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
