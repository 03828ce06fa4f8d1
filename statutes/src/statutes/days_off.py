"""Which days are off, by the library `holidays`, loaded when the first one is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

WEEKEND = frozenset({5, 6})
FIRST_YEAR, LAST_YEAR = 1990, 2100  # what `holidays` knows for every country we use


@dataclass(frozen=True, slots=True)
class DaysOff:
    """The holidays of a country or a part of it; a `country` of "" has weekends only."""

    country: str = ""
    subdivision: str | None = None
    observed: bool = True
    languages: Mapping[str, str] = field(default_factory=dict, hash=False, compare=False)

    def names(self, year: int, language: str = "en") -> Mapping[date, str]:
        """The holidays of `year` and what they are called."""
        if not self.country:
            return {}
        spoken = self.languages.get(language, "en_US")
        return _year(self, spoken, year)[0]

    def substitutes(self, year: int) -> frozenset[date]:
        """The weekend days of `year` that are worked in exchange for another day off."""
        if not self.country:
            return frozenset()
        return _year(self, "en_US", year)[1]


@lru_cache(maxsize=4096)
def _year(place: DaysOff, language: str, year: int) -> tuple[Mapping[date, str], frozenset[date]]:
    import holidays  # 0.2 s, and most questions need no holiday

    found: Any = holidays.country_holidays(
        place.country,
        subdiv=place.subdivision,
        years=year,
        expand=False,
        observed=place.observed,
        language=language,
    )
    worked = frozenset(day for day in found.weekend_workdays if day.year == year)
    return {day: str(name) for day, name in found.items() if day.year == year}, worked
