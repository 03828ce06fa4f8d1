"""What is written into the insured's file, section by section, and why."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from chassis.errors import Rejected
from chassis.web import Body, Day, Line
from contracts.insured import Language
from policy.domain.insured_file import (
    ContactPerson,
    NamedBeneficiary,
    Organisation,
    Owner,
    Person,
    Premises,
    Prevention,
    Representative,
)
from policy.routes.fields import Email, Phone, PlaceBody, Reason, ShortLine

Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$", examples=["US"])]
Percent = Annotated[int, Field(ge=1, le=100, examples=[100])]
MOST = 20
"""Entries of one list in a file."""


class PersonBody(Body):
    """A natural person, beside the particulars."""

    occupation: ShortLine | None = Field(default=None, examples=["baker"])
    nationality: Country | None = None
    tax_residence: Country | None = None
    household_size: int | None = Field(default=None, ge=1, le=50, examples=[3])
    reason: Reason

    def written(self, _: date) -> Person:
        """The same in the words of the domain."""
        return Person(**self.model_dump(exclude={"reason"}))


class RepresentativeBody(Body):
    """Who may speak for an organisation."""

    name: ShortLine
    capacity: ShortLine = Field(examples=["managing director"])
    since: Day | None = None


class OwnerBody(Body):
    """Who owns which part."""

    name: ShortLine
    percent: Percent
    country: Country | None = None


class PremisesBody(Body):
    """Where the organisation works; `floor_area` is in square metres."""

    address: PlaceBody
    tenure: Literal["owned", "rented"]
    use: ShortLine = Field(examples=["bakery"])
    construction: ShortLine | None = Field(default=None, examples=["masonry"])
    floor_area: int | None = Field(default=None, ge=1, le=10_000_000, examples=[240])

    def as_premises(self) -> Premises:
        """The same in the words of the domain."""
        said = self.model_dump(exclude={"address"})
        return Premises(**said, address=self.address.as_address())


class PreventionBody(Body):
    """A measure that keeps a loss away or small."""

    measure: ShortLine = Field(examples=["sprinklers"])
    against: ShortLine = Field(examples=["fire"])
    installed_on: Day | None = None
    checked_on: Day | None = None


class OrganisationBody(Body):
    """A business or another legal person."""

    legal_form: ShortLine = Field(examples=["limited company"])
    registration: Annotated[Line, Field(max_length=60)] | None = Field(
        default=None, examples=["HRB 4711"]
    )
    representative: RepresentativeBody
    owners: list[OwnerBody] = Field(default=[], max_length=MOST)
    premises: list[PremisesBody] = Field(default=[], max_length=MOST)
    prevention: list[PreventionBody] = Field(default=[], max_length=MOST)
    reason: Reason

    def written(self, today: date) -> Organisation:
        """The same in the words of the domain."""
        must_have_been(self.representative.since, today, field="/representative/since")
        return Organisation(
            legal_form=self.legal_form,
            registration=self.registration,
            representative=Representative(**self.representative.model_dump()),
            owners=tuple(Owner(**one.model_dump()) for one in self.owners),
            premises=tuple(one.as_premises() for one in self.premises),
            prevention=tuple(Prevention(**one.model_dump()) for one in self.prevention),
        )


class NotYet(Rejected, code="not-yet"):
    """What is said to have been is still to come."""


class NoWayToReach(Rejected, code="no-way-to-reach"):
    """A contact is somebody we can reach."""


def must_have_been(day: date | None, today: date, *, field: str) -> None:
    """Refuse a day that has begun nowhere yet."""
    if day is not None and day > today:
        raise NotYet(f"{day} is still to come", field=field)


class ContactBody(Body):
    """Whom else we may reach, and for what."""

    name: ShortLine
    relation: ShortLine = Field(examples=["daughter"])
    email: Email | None = None
    phone: Phone | None = None
    language: Language | None = None


class ContactsBody(Body):
    """All contacts, as they are now."""

    contacts: list[ContactBody] = Field(max_length=MOST)
    reason: Reason

    def written(self, _: date) -> tuple[ContactPerson, ...]:
        """The same in the words of the domain."""
        for place, one in enumerate(self.contacts):
            if one.email is None and one.phone is None:
                field = f"/contacts/{place}/email"
                raise NoWayToReach("give a mail address or a phone number", field=field)
        return tuple(ContactPerson(**one.model_dump()) for one in self.contacts)


class NamedBeneficiaryBody(Body):
    """Who would be paid, and which part; the parts make up the whole."""

    name: ShortLine
    relation: ShortLine = Field(examples=["daughter"])
    percent: Percent
    born_on: Day | None = None


class BeneficiariesBody(Body):
    """All beneficiaries, as they are now. A contract's own are changed by an endorsement."""

    beneficiaries: list[NamedBeneficiaryBody] = Field(max_length=MOST)
    reason: Reason

    def written(self, today: date) -> tuple[NamedBeneficiary, ...]:
        """The same in the words of the domain."""
        for place, one in enumerate(self.beneficiaries):
            must_have_been(one.born_on, today, field=f"/beneficiaries/{place}/born_on")
        return tuple(NamedBeneficiary(**one.model_dump()) for one in self.beneficiaries)
