"""How a language says things: our words for it, and money and days as its readers write them."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any, Final
from zoneinfo import ZoneInfo

from babel import Locale
from babel.numbers import format_currency, format_percent

from chassis.money import Money
from contracts.insured import Address, Language
from contracts.writing import Writing

_ISO: Final = {"UK": "GB"}
"""What the law's name of a country is in ISO 3166-1."""


@dataclass(frozen=True)
class Speech:
    """One language."""

    language: Language

    def say(self, key: str, **named: object) -> str:
        """Our words for `key`, such as `schedule.title`."""
        return _words(self.language)[key].format(**named)

    def knows(self, key: str) -> bool:
        """Whether there are words for it."""
        return key in _words(self.language)

    def money(self, value: Money) -> str:
        """An amount with its currency's code, which no reader mistakes."""
        return self._written(value, "#,##0.00")

    def figure(self, value: Money) -> str:
        """An amount within a sentence: as `money`, without the cents of a whole one."""
        whole = value.amount == value.amount.to_integral_value()
        return self._written(value, "#,##0" if whole else "#,##0.00")

    def day(self, value: date) -> str:
        """A calendar day."""
        return Writing(self.language).day(value)

    def instant(self, value: datetime, zone: str) -> str:
        """A day and time on the wall of that zone, with its name."""
        return Writing(self.language).instant(value, ZoneInfo(zone), "HH:mm")

    def share(self, rate: Any) -> str:
        """A rate as a percentage."""
        return str(format_percent(rate, "#,##0.####%", locale=self._locale))

    def address(self, place: Address) -> tuple[str, ...]:
        """A postal address, line by line, as the customer's letters carry it."""
        town = " ".join(one for one in (place.postal_code, place.city, place.region) if one)
        return (place.line, town, self.land(place.country))

    def land(self, code: str) -> str:
        """A country or jurisdiction by its name, e.g. Spain or United States (TX)."""
        country, _, part = code.partition("-")
        known = self._locale.territories
        name = str(known.get(_ISO.get(country, country), country))
        return f"{name} ({part})" if part else name

    def _written(self, value: Money, digits: str) -> str:
        after = self.language is Language.SPANISH
        return format_currency(
            value.amount,
            value.currency,
            f"{digits} ¤¤" if after else f"¤¤ {digits}",
            locale=self._locale,
            currency_digits=False,
            group_separator=True,
        )

    @property
    def region(self) -> str:
        """Where the language is written so: it chooses the signs of Chinese."""
        return str(self._locale.territory)

    @property
    def _locale(self) -> Locale:
        return Writing(self.language).locale


@cache
def _words(language: Language) -> dict[str, str]:
    text = (files("policy") / "letters" / "words" / f"{language}.toml").read_text(encoding="utf-8")
    return {
        f"{part}.{name}": said
        for part, words in tomllib.loads(text).items()
        for name, said in words.items()
    }
