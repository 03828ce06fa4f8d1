"""An account that a person writes down: its check digits are reckoned before money goes there.

Ours are IBANs (ISO 13616, mod 97 and the length and pattern of its country); elsewhere banks call
accounts what they like, and nothing can be checked.
"""

import re
from typing import Final

from stdnum import iban

from chassis.errors import Rejected

_IBAN: Final = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]*")

_SHOWN: Final = 4


class BadAccount(Rejected, code="bad-account-number"):
    """An account is written as its bank writes it: here its check digits do not agree."""


def printed_account(account: str) -> str:
    """An IBAN in groups of four, as people copy it; what is none stays as its bank writes it."""
    return str(iban.format(account)) if iban.is_valid(account) else account


def must_be_right(account: str, *, field: str) -> None:
    """Refuse an IBAN that was mistyped; what is none passes."""
    if _IBAN.fullmatch(account) and not iban.is_valid(account):
        raise BadAccount("this IBAN does not check: was it mistyped?", field=field)


def last_signs(account: str | None) -> str | None:
    """What a letter shows of a customer's account: enough to know it by, and no more."""
    return None if account is None else account[-_SHOWN:]
