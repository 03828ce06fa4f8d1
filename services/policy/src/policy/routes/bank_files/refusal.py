"""The refusal of a file we cannot read as a statement."""

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final

from chassis.errors import Rejected
from chassis.money import LARGEST, Money

_CENTS: Final = -2
_USUAL: Final = re.compile(r"[0-9]{1,12}\.[0-9]{2}")
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]{1,18}(?:\.[0-9]{0,10})?|\.[0-9]{1,10})")
_DAY: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T Z+-][0-9:.TZ+-]*)?")
_CURRENCY: Final = re.compile(r"[A-Z]{3}")
YEARS: Final = range(2000, 2200)


class UnreadableStatement(Rejected, code="unreadable-statement"):
    """This is no statement that we can read."""


def unreadable(why: str) -> UnreadableStatement:
    """Refuse the file, and say why without repeating it."""
    return UnreadableStatement(why, field="/content")


def named(where: str, refused: UnreadableStatement) -> UnreadableStatement:
    """The same refusal, with where in the file it stands."""
    return unreadable(f"{where}: {refused.detail}")


def money_of(amount: str, currency: str) -> Money:
    """An amount with at most two decimals, signed or not."""
    if not _CURRENCY.fullmatch(currency):
        raise unreadable("a currency is three capital letters")
    if _USUAL.fullmatch(amount):  # as good as all of them
        return Money(Decimal(amount), currency)
    written = amount.strip()
    if not _NUMBER.fullmatch(written):
        raise unreadable("an amount is no number, such as -1250.00")
    exact = Decimal(written)
    if abs(exact) > LARGEST:
        raise unreadable("an amount is beyond all bounds")
    exponent = exact.normalize().as_tuple().exponent
    if isinstance(exponent, int) and exponent < _CENTS:
        raise unreadable("an amount has more than two decimals")
    return Money(exact.quantize(Decimal("0.01")), currency)


@lru_cache(maxsize=1_024)
def day_of(written: str) -> date:
    """A day, from a day or an instant."""
    said = _DAY.fullmatch(written.strip())
    try:
        day = date.fromisoformat(said[1] if said else "")
    except ValueError:
        raise unreadable("a date is none") from None
    if day.year not in YEARS:
        raise unreadable("a date is of another age")
    return day


def line_of(text: str | None, most: int = 140) -> str | None:
    """One line of text, without control characters and not endless; None for nothing."""
    if not text:
        return None
    if not text.isprintable():
        text = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(text.split())[:most] or None
