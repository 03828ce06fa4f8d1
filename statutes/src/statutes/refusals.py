"""The ways this library says no: one sentence, naming what is wrong and where.

It knows no other floor, so these are its own; a service turns them into its refusals at its edge.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final


class Refused(Exception):
    """The answer is no, and the message says why."""


class BadPack(Refused):
    """A file of law or of promises cannot be trusted as it is written."""

    def __init__(self, file: str, key: str, why: str) -> None:
        super().__init__(f"{file}: {key}: {why}")
        self.file = file
        self.key = key
        self.why = why


class Unknown(Refused):
    """There is no such jurisdiction, line, case type, reason or entry."""


class NaiveInstant(Refused):
    """An instant without a time zone could be any of a day's worth of instants."""


class IllegalMove(Refused):
    """This clock cannot do that from where it is."""


class NotCountable(Refused):
    """The entry cannot be counted with what was given."""


def need(value: object, kind: type, what: str) -> None:
    """Refuse what is not of the kind it must be, before Python stumbles over it somewhere else."""
    if not isinstance(value, kind):
        raise Refused(f"{what} must be {_KINDS.get(kind, kind.__name__)}, not {value!r:.80}")


_KINDS: Final[Mapping[type, str]] = {
    str: "a word",
    datetime: "an instant with its zone",
    date: "a day",
    Mapping: "a mapping",
    Iterable: "a list",
}
