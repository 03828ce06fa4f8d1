"""A customer: the insured's file, with who they are, how to reach them, and in which language.

    ──► REGISTERED ──► changed, as often as life does

Each change says how the file is now, not what was different before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from chassis.errors import Rejected
from contracts.insured import Address, Language
from contracts.policy import CustomerChanged, CustomerRegistered
from policy.domain.insured_file import (
    ContactPerson,
    FileErased,
    NamedBeneficiary,
    Organisation,
    Person,
    Section,
    Written,
    WrongKind,
    shares_must_be_whole,
)
from policy.domain.period import local_day

ERASED: Final = "—"
"""What stands where something was taken out."""


class Kind(StrEnum):
    """Whom we insure."""

    PERSON = "person"
    BUSINESS = "business"


class BadBirthday(Rejected, code="bad-birthday"):
    """Only a person has a birthday, and it is not in the future."""


@dataclass(frozen=True, kw_only=True)
class Particulars:
    """What a file says about somebody."""

    kind: Kind
    name: str
    email: str | None
    phone: str | None
    language: Language
    time_zone: str
    born_on: date | None
    address: Address

    def must_make_sense(self, *, at: datetime) -> None:
        """Refuse a zone that does not exist and a birthday that cannot be."""
        today = local_day(at, self.time_zone)
        if self.born_on and self.kind is not Kind.PERSON:
            raise BadBirthday(f"a {self.kind} is not born on {self.born_on}", field="/born_on")
        if self.born_on and self.born_on > today:
            raise BadBirthday(f"{self.born_on} is in the future", field="/born_on")


@dataclass(frozen=True, kw_only=True)
class Whereabouts:
    """Where a customer lives, and by which clock."""

    address: Address
    time_zone: str


@dataclass(eq=False, kw_only=True)
class Customer:
    """The insured's file."""

    id: UUID
    kind: Kind
    name: str
    email: str | None
    phone: str | None
    language: Language
    time_zone: str
    born_on: date | None
    address: Address
    registered_at: datetime
    person: Person | None = None
    organisation: Organisation | None = None
    contacts: Sequence[ContactPerson] = ()
    beneficiaries: Sequence[NamedBeneficiary] = ()
    erased_at: datetime | None = None
    """When who it was was taken out."""
    version: int = 1

    @classmethod
    def register(
        cls, customer_id: UUID, particulars: Particulars, *, at: datetime
    ) -> tuple["Customer", CustomerRegistered]:
        """Open a file."""
        particulars.must_make_sense(at=at)
        customer = cls(id=customer_id, registered_at=at, **vars(particulars))
        return customer, CustomerRegistered(**customer._as_it_is())

    def change(self, particulars: Particulars, *, at: datetime) -> CustomerChanged:
        """Write down how things are now."""
        self.must_be_known()
        particulars.must_make_sense(at=at)
        for name, value in vars(particulars).items():
            setattr(self, name, value)
        return CustomerChanged(**self._as_it_is())

    @property
    def particulars(self) -> Particulars:
        """Who they are and how to reach them."""
        return Particulars(
            **{name: getattr(self, name) for name in Particulars.__dataclass_fields__}
        )

    def write(self, section: Section, written: Written) -> None:
        """Replace one section by how it is now."""
        self.must_be_known()
        fits = {Section.PERSON: Kind.PERSON, Section.ORGANISATION: Kind.BUSINESS}
        if fits.get(section, self.kind) is not self.kind:
            raise WrongKind(f"this is the file of a {self.kind}")
        if isinstance(written, Organisation):
            written.must_make_sense()
        if section is Section.BENEFICIARIES:
            shares_must_be_whole(_each(written))
        setattr(self, section.value, written)

    def erase(self, *, at: datetime) -> None:
        """Take out who it was; only that there was somebody is left, and where on earth."""
        self.name, self.email, self.phone, self.born_on = ERASED, None, None, None
        self.address = Address(line=ERASED, city=ERASED, country=self.address.country)
        self.person = self.organisation = None
        self.contacts = self.beneficiaries = ()
        self.erased_at = at

    def must_be_known(self) -> None:
        """Refuse to write about somebody who was erased."""
        if self.erased_at is not None:
            raise FileErased("this customer was erased")

    def _as_it_is(self) -> dict[str, Any]:
        particulars = {name: getattr(self, name) for name in Particulars.__dataclass_fields__}
        return {"customer_id": self.id, **particulars}


def _each(written: Written) -> list[NamedBeneficiary]:
    assert isinstance(written, Sequence)
    return [one for one in written if isinstance(one, NamedBeneficiary)]
