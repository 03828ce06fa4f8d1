"""Whether a signer is whom the file names: by the words of the name, however they are written."""

import re
import unicodedata
from typing import Final

from policy.domain.customer import Customer, Kind

_WORD: Final = re.compile(r"[^\W_]+")


def matches(signer: str, customer: Customer) -> bool | None:
    """A person signs under their own name, an organisation by who may speak for it.

    None where the file of an organisation does not say who that is: then any name may be right.
    """
    if customer.kind is Kind.PERSON:
        return is_same_name(signer, customer.name)
    if customer.organisation is None:
        return None
    return is_same_name(signer, customer.organisation.representative.name)


def is_same_name(one: str, other: str) -> bool:
    """Whether two ways of writing a name have the same words, in any order, case or accents."""
    first, second = _words(one), _words(other)
    return sorted(first) == sorted(second) or "".join(first) == "".join(second)


def _words(name: str) -> list[str]:
    apart = unicodedata.normalize("NFKD", name.casefold())
    return _WORD.findall("".join(sign for sign in apart if not unicodedata.combining(sign)))
