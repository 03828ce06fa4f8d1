"""Money in a wording: a number in braces, written for the market of whoever reads it.

A clause is one text for all markets: `{1,500}` is 1,500 euros in Spain and eight times as many yuan
in China. Whoever reads it without a market reads the number alone.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Final

from chassis.money import Money
from policy.domain.products.plan import Market

_MARKED: Final = re.compile(r"\{([0-9][0-9.,]*)\}")


def plain(marked: str) -> str:
    """The text as it stands for no market in particular."""
    return _MARKED.sub(r"\1", marked)


def written(marked: str, market: Market, say: Callable[[Money], str]) -> str:
    """The text for this market; `say` writes an amount as the language does."""

    def amount(found: re.Match[str]) -> str:
        euros = Decimal(re.sub(r"[.,]", "", found[1]))
        return say(Money(euros * market.scale, market.currency))

    return _MARKED.sub(amount, marked)
