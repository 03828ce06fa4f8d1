"""Money, days and instants as each language writes them, in the customer's time zone."""

from datetime import date, datetime
from typing import Final

from babel import Locale
from babel.dates import format_date, format_time, get_timezone_name
from babel.numbers import format_currency
from jinja2 import pass_context
from jinja2.runtime import Context

from chassis.money import Money
from contracts.insured import Language

LOCALES: Final = {
    Language.SPANISH: Locale("es", "ES"),
    Language.CHINESE: Locale("zh", "CN", script="Hans"),
    Language.ENGLISH: Locale("en", "US"),
}


@pass_context
def money(context: Context, value: Money) -> str:
    """An amount, e.g. `$1,250.00` or `1250,00 US$`."""
    return format_currency(value.amount, value.currency, locale=context["locale"])


@pass_context
def day(context: Context, value: datetime | date) -> str:
    """A calendar day where the customer is."""
    if isinstance(value, datetime):
        value = value.astimezone(context["zone"]).date()
    return format_date(value, "long", locale=context["locale"])


@pass_context
def instant(context: Context, value: datetime) -> str:
    """A day and time where the customer is, and the name of the zone."""
    locale, local = context["locale"], value.astimezone(context["zone"])
    clock = format_time(local, "short", tzinfo=context["zone"], locale=locale)
    zone = get_timezone_name(local, "long", locale=locale)
    return f"{format_date(local.date(), 'long', locale=locale)} {clock} ({zone})"
