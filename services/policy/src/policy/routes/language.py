"""In which of our languages whoever asks wants names: HTTP's Accept-Language, else English."""

from typing import Annotated

from fastapi import Depends, Header, Response

from chassis.web.languages import wanted
from contracts.insured import Language


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
    among = {language.value for language in Language}
    language = Language(wanted(accept_language, among, otherwise=Language.ENGLISH.value))
    response.headers["Content-Language"] = language.value
    response.headers["Vary"] = "Accept-Language"
    return language


Spoken = Annotated[Language, Depends(spoken)]
