"""ISO 11649 creditor references: `RF`, two check digits (ISO 7064 MOD 97-10), 1 to 21 characters.

One reference per invoice. It is kept without blanks and in capitals, printed in groups of four, and
holds nothing of the customer's name. The arithmetic of new ones is `stdnum`'s; one that is read
is reckoned here, a statement brings thousands, and the shape is stricter.
"""

import re
from functools import lru_cache
from string import ascii_uppercase
from typing import Final

from stdnum.iso7064 import mod_97_10

from chassis.errors import Rejected

# 00, 01 and 99 would pass the arithmetic, and no creditor is ever given them.
_SHAPE: Final = re.compile(r"RF(?:0[2-9]|[1-8][0-9]|9[0-8])[0-9A-Z]{1,21}")
_BODY: Final = re.compile(r"[0-9A-Z]{1,21}")
_START: Final = re.compile(r"RF *[0-9] *[0-9]")
_RUN: Final = re.compile(r"[0-9A-Z ]*")
_RF: Final = 271500
_DIGITS: Final = {ord(letter): str(nth) for nth, letter in enumerate(ascii_uppercase, 10)}
_SHORTEST: Final = 5
_LONGEST: Final = 25


class BadReference(Rejected, code="bad-reference"):
    """This cannot be the body of a creditor reference."""


def reference_for(body: str) -> str:
    """The reference whose body this is."""
    if not _BODY.fullmatch(body):
        raise BadReference("a reference has 1 to 21 digits and capital letters")
    return f"RF{mod_97_10.calc_check_digits(f'{body}RF')}{body}"


def reference_of(number: str) -> str:
    """The reference made of a number of ours, such as P-2026-000041-01."""
    return reference_for(number.replace("-", ""))


@lru_cache(maxsize=32_768)
def read_reference(written: str) -> str | None:
    """The reference as it is kept, from one with blanks or small letters; None if it is none."""
    plain = written.replace(" ", "").upper()
    return plain if _SHAPE.fullmatch(plain) and _agrees(plain) else None


def _agrees(plain: str) -> bool:
    """Whether the check digits agree: letters are 10 to 35, and the start is read last."""
    return int((plain[4:] + plain[:4]).translate(_DIGITS)) % 97 == 1


def printed(reference: str) -> str:
    """In groups of four, as people copy it."""
    return " ".join(reference[at : at + 4] for at in range(0, len(reference), 4))


@lru_cache(maxsize=32_768)
def references_in(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Whatever in a payer's own words could be a reference, the longest first.

    Banks cut long texts into lines, so the lines are read joined with and without a blank between
    them. Where a reference ends is not said: whoever asks keeps those that are references of ours.
    """
    lines = [text.upper() for text in texts]
    found: dict[str, None] = {}
    for whole in dict.fromkeys(("".join(lines), " ".join(lines))):
        for start in _START.finditer(whole):
            run = _RUN.match(whole, start.start(), start.start() + 2 * _LONGEST)
            plain = run[0].replace(" ", "")[:_LONGEST] if run else ""
            for candidate in reversed(_passing(plain)):
                if reference := read_reference(candidate):
                    found[reference] = None
    return tuple(found)


def _passing(plain: str) -> list[str]:
    """The beginnings of `plain` whose check digits agree: all in one pass, for there are many."""
    check, remainder, passing = int(plain[2:4]), 0, []
    for nth, sign in enumerate(plain[4:], _SHORTEST):
        value = int(sign, 36)
        remainder = (remainder * (10 if value < 10 else 100) + value) % 97  # noqa: PLR2004 - MOD 97-10
        if (remainder * 1_000_000 + _RF + check) % 97 == 1:
            passing.append(plain[:nth])
    return passing
