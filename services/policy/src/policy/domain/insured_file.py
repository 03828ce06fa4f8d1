"""What the insured's file says beside the particulars: who they are, and who belongs to them.

A person has a calling, an organisation has somebody who speaks for it, owners, a place and
measures of prevention. Both have contacts, and beneficiaries they would name in a contract.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, Literal, Protocol
from uuid import UUID

from chassis.errors import Conflict, Rejected
from contracts.insured import Address, Language

WHOLE: Final = 100
"""Per cent."""


class Section(StrEnum):
    """A part of the file that is written at one time."""

    PARTICULARS = "particulars"
    PERSON = "person"
    ORGANISATION = "organisation"
    CONTACTS = "contacts"
    BENEFICIARIES = "beneficiaries"
    ERASURE = "erasure"


class WrongKind(Conflict, code="wrong-kind-of-file"):
    """A person has no owners, and an organisation no calling."""


class BadShares(Rejected, code="bad-shares"):
    """The shares of beneficiaries make up the whole, those of owners no more than that."""


class FileErased(Conflict, code="file-erased"):
    """This customer was erased: nothing more is written down about them."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """A natural person, beside the particulars."""

    occupation: str | None = None
    nationality: str | None = None
    """ISO 3166-1 alpha-2, as is `tax_residence`."""
    tax_residence: str | None = None
    household_size: int | None = None


@dataclass(frozen=True, kw_only=True)
class Representative:
    """Who may speak for an organisation, and by what."""

    name: str
    capacity: str
    since: date | None = None


@dataclass(frozen=True, kw_only=True)
class Owner:
    """Who owns which part of an organisation."""

    name: str
    percent: int
    country: str | None = None


@dataclass(frozen=True, kw_only=True)
class Premises:
    """Where an organisation works, and in what."""

    address: Address
    tenure: Literal["owned", "rented"]
    use: str
    construction: str | None = None
    floor_area: int | None = None
    """In square metres."""


@dataclass(frozen=True, kw_only=True)
class Prevention:
    """A measure that keeps a loss away or small."""

    measure: str
    against: str
    installed_on: date | None = None
    checked_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """A business or another legal person."""

    legal_form: str
    registration: str | None = None
    representative: Representative
    owners: Sequence[Owner] = ()
    premises: Sequence[Premises] = ()
    prevention: Sequence[Prevention] = ()

    def must_make_sense(self) -> None:
        """Refuse owners of more than the whole."""
        if sum(one.percent for one in self.owners) > WHOLE:
            raise BadShares("the owners have more than the whole", field="/owners")


@dataclass(frozen=True, kw_only=True)
class ContactPerson:
    """Whom else we may reach, and for what."""

    name: str
    relation: str
    email: str | None = None
    phone: str | None = None
    language: Language | None = None


@dataclass(frozen=True, kw_only=True)
class NamedBeneficiary:
    """Whom the customer would have paid, and which part."""

    name: str
    relation: str
    percent: int
    born_on: date | None = None


Written = Person | Organisation | Sequence[ContactPerson] | Sequence[NamedBeneficiary]


class Share(Protocol):
    """Whoever is to have a part."""

    @property
    def percent(self) -> int:
        """Which part."""
        ...


def shares_must_be_whole(shares: Sequence[Share], *, field: str = "/beneficiaries") -> None:
    """Refuse shares that leave something over or give out too much."""
    given = sum(one.percent for one in shares)
    if shares and given != WHOLE:
        raise BadShares(f"the shares make up {given} %, not {WHOLE} %", field=field)


@dataclass(eq=False, kw_only=True)
class FileChange:
    """One change of a file: what it said before and after, who changed it and why."""

    id: UUID
    customer_id: UUID
    section: Section
    before: Any
    after: Any
    why: str | None
    by: str
    at: datetime
