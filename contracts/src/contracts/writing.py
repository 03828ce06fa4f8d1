"""How each language writes money, days and clocks: once, for letters and for HTTP.

It satisfies what `statutes` asks of whoever writes its explanations down.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, get_timezone_name
from babel.numbers import format_currency

from chassis.money import Money
from contracts.insured import Language

LOCALES: Final = {
    Language.SPANISH: Locale("es", "ES"),
    Language.CHINESE: Locale("zh", "CN", script="Hans"),
    Language.ENGLISH: Locale("en", "US"),
}


@dataclass(frozen=True, slots=True)
class Writing:
    """One language as its readers write it."""

    language: Language

    @property
    def locale(self) -> Locale:
        """Where it is written so."""
        return LOCALES[self.language]

    def joined(self, *sentences: str) -> str:
        """Sentences one after another; what says nothing is left out."""
        between = "" if self.language is Language.CHINESE else " "
        return between.join(one for one in sentences if one)

    def money(self, value: Money) -> str:
        """An amount with the sign readers know, e.g. `1.250,00 €`, `¥1,250.00`."""
        return str(
            format_currency(value.amount, value.currency, locale=self.locale, currency_digits=False)
        )

    def day(self, value: date) -> str:
        """A calendar day, e.g. `1 de enero de 2027`, `2027年1月1日`."""
        return str(format_date(value, "long", locale=self.locale))

    def instant(self, value: datetime, zone: ZoneInfo, clock: str = "short") -> str:
        """A day and time on the wall of that zone, with its name."""
        local = value.astimezone(zone)
        time = format_time(local, clock, locale=self.locale)
        day, named = self.day(local.date()), self.zone(zone, local)
        match self.language:
            case Language.SPANISH:
                at = "a la" if local.hour == 1 else "a las"
                return f"{day} {at} {time} ({named})"
            case Language.CHINESE:
                return f"{day} {time}（{named}）"
            case Language.ENGLISH:
                return f"{day} at {time} ({named})"

    def zone(self, value: ZoneInfo, at: datetime) -> str:
        """The name of the time on the wall there and then, e.g. `中国标准时间`."""
        return str(get_timezone_name(at.astimezone(value), "long", locale=self.locale))
