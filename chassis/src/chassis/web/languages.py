"""Which of some languages whoever asks wants: HTTP's Accept-Language (RFC 9110, 12.5.4)."""

from collections.abc import Collection
from typing import Final

_MOST: Final = 20
"""Languages looked at: nobody reads more, and a header may be long."""


def wanted(accept_language: str | None, among: Collection[str], *, otherwise: str) -> str:
    """The one of these that is wanted most; what cannot be read is no wish."""
    wishes = [_wish(part) for part in (accept_language or "").split(",")[:_MOST]]
    known = [(weight, tag) for weight, tag in wishes if tag in among and weight > 0]
    return max(known, key=lambda wish: wish[0], default=(0, otherwise))[1]


def _wish(part: str) -> tuple[float, str]:
    tag, _, quality = part.partition(";")
    name, _, weight = quality.partition("=")
    try:
        wish = float(weight) if name.strip() == "q" else 1.0
    except ValueError:
        wish = 0.0
    return wish, tag.strip().lower().partition("-")[0]
