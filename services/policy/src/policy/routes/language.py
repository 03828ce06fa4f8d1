"""In which of our languages whoever asks wants names: HTTP's Accept-Language, else English."""

from typing import Annotated, Final

from fastapi import Depends, Header, Response

from contracts.insured import Language

_MOST: Final = 20
"""Languages looked at: nobody reads more, and a header may be long."""


async def spoken(
    response: Response,
    accept_language: Annotated[
        str | None,
        Header(
            description="The language of names: en, es or zh; English where none of them is asked.",
            examples=["es-ES,es;q=0.9,en;q=0.5"],
        ),
    ] = None,
) -> Language:
    """The one of ours that is wanted most; what cannot be read is no wish.

    It waits for nothing: as a coroutine it needs no thread of its own.
    """
    wishes = [_wish(part) for part in (accept_language or "").split(",")[:_MOST]]
    known = [(weight, tag) for weight, tag in wishes if tag in set(Language) and weight > 0]
    best = max(known, key=lambda wish: wish[0], default=(0, Language.ENGLISH))
    language = Language(best[1])
    response.headers["Content-Language"] = language.value
    response.headers["Vary"] = "Accept-Language"
    return language


def _wish(part: str) -> tuple[float, str]:
    tag, _, quality = part.partition(";")
    name, _, weight = quality.partition("=")
    try:
        wanted = float(weight) if name.strip() == "q" else 1.0
    except ValueError:
        wanted = 0.0
    return wanted, tag.strip().lower().partition("-")[0]


Spoken = Annotated[Language, Depends(spoken)]
