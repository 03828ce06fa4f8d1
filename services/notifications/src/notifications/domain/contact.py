"""How to reach a customer, as the policy service last told us.

    UNKNOWN ──► KNOWN     somebody spoke of the customer before their file came; mail waits for it

A newer file replaces an older one, whatever order they come in.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, tzinfo
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from contracts.insured import Language
from contracts.policy import ConsentChanged, CustomerFile, ProspectWelcomed

_ADDRESS: Final = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?"
)
"""What we put into an SMTP envelope: RFC 5321 without quoting; nothing in it can end a header."""


def zone_called(name: str | None, *, otherwise: tzinfo) -> tzinfo:
    """The time zone of that name; the other where none is named, or one we do not know."""
    if name is None:
        return otherwise
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # how zoneinfo says no to a name
        return otherwise


@dataclass(eq=False, kw_only=True)
class Contact:
    """A customer we have something to tell."""

    customer_id: UUID
    name: str = ""
    email: str | None = None
    language: Language | None = None
    time_zone: str = "UTC"
    born_on: date | None = None
    as_of: int = 0
    """Which word of the policy service about this customer we know: its `subjectversion`."""
    last_position: int = 0
    """How many items were ever put into this customer's inbox."""
    waiting: int = 0
    """How many mails wait for the file."""

    @property
    def is_known(self) -> bool:
        """Whether their file has come."""
        return self.language is not None

    @property
    def address(self) -> str | None:
        """Where mail goes; None when the file has no address, or one no mail could reach."""
        return self.email if self.email and _ADDRESS.fullmatch(self.email) else None

    @property
    def zone(self) -> tzinfo:
        """Their time zone; UTC when the file names none we know."""
        return zone_called(self.time_zone, otherwise=UTC)

    def learn(self, file: CustomerFile, *, as_of: int) -> None:
        """Take over the file, unless what we have is newer."""
        if as_of <= self.as_of:
            return
        self.name, self.email = file.name, file.email
        self.language, self.time_zone = file.language, file.time_zone
        self.born_on = file.born_on if file.kind == "person" else None
        self.as_of = as_of

    def meet(self, prospect: ProspectWelcomed, *, as_of: int) -> None:
        """Somebody without a file yet: write where they allowed us to."""
        if as_of <= self.as_of:
            return
        self.name, self.email = prospect.name, prospect.email
        self.language, self.time_zone = prospect.language, prospect.time_zone
        self.as_of = as_of

    def heed(self, change: ConsentChanged, *, as_of: int) -> None:
        """Write no more where it was forbidden; a file's address serves its contract."""
        if as_of <= self.as_of:
            return
        if change.purpose == "contact" and not change.keeps_file:
            self.email = change.email
        self.as_of = as_of

    def forget(self, *, as_of: int) -> None:
        """They were erased: only that there was somebody is left, and the language."""
        if as_of <= self.as_of:
            return
        self.name, self.email, self.born_on = "", None, None
        self.as_of = as_of

    def next_position(self) -> int:
        """The place of one more item in their inbox."""
        self.last_position += 1
        return self.last_position
