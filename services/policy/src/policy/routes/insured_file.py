"""The insured's file over HTTP: read at a glance, written section by section, with its history."""

from datetime import datetime, timedelta
from typing import Annotated, Final
from uuid import UUID

from fastapi import Response

from chassis.identity import Principal, allow
from chassis.web import CurrentWork, IfMatch, Page, PageRequest, Routes, etag
from chassis.work import Work
from contracts.roles import Role
from policy.domain.customer import Customer
from policy.domain.insured_file import Section
from policy.routes.customers import CustomerView
from policy.routes.documents import DocumentView
from policy.routes.file_bodies import (
    BeneficiariesBody,
    ContactsBody,
    OrganisationBody,
    PersonBody,
)
from policy.routes.file_views import (
    FileChangeView,
    FiledContract,
    FiledInspection,
    FiledPaper,
    FileView,
    SectionsView,
    risks_of,
)
from policy.storage import (
    Applications,
    Customers,
    Documents,
    FileChanges,
    Policies,
    RiskProfiles,
)
from policy.use_cases.write_file import WriteFile, write_file

AHEAD: Final = timedelta(hours=14)
"""So far is the earliest clock on earth ahead of UTC: its day is nowhere still to come."""
routes = Routes(prefix="/customers/{customer_id}/file", tags=["customers"])

Readers = Annotated[Principal, allow(Role.CUSTOMER, Role.AGENT, Role.UNDERWRITER)]
Writers = Annotated[Principal, allow(Role.CUSTOMER, Role.AGENT)]
SectionBody = PersonBody | OrganisationBody | ContactsBody | BeneficiariesBody
NEWEST = 20


@routes.get("", summary="Read the insured's file")
async def get_insured_file(
    customer_id: UUID, me: Readers, work: CurrentWork, response: Response
) -> FileView:
    """Who they are, who belongs to them, what they have with us and what was found.

    A customer reads their own.
    """
    customer = await Customers(work).get(customer_id, asked_by=me)
    profile = await RiskProfiles(work).latest(customer.id)
    theirs, of = f"?customer_id={customer.id}", customer.id
    etag(response, customer.version)
    return FileView(
        **SectionsView.of(customer).model_dump(),
        customer=CustomerView.of(customer),
        contracts=[
            FiledContract.of(one, work.now) for one in await Policies(work).newest(of, NEWEST)
        ],
        documents=[DocumentView.of(one) for one in await Documents(work).newest(of, NEWEST)],
        papers=FiledPaper.of_all(await Applications(work).with_papers(of, NEWEST), NEWEST),
        inspections=[
            FiledInspection.of(one) for one in await Applications(work).inspected(of, NEWEST)
        ],
        risks=list(risks_of(profile, customer.language)),
        risks_found_at=profile.made_at if profile else None,
        more={
            "contracts": f"/v1/policies{theirs}",
            "documents": f"/v1/documents{theirs}",
            "applications": f"/v1/applications{theirs}",
            "risk_profiles": f"/v1/risk-profiles{theirs}",
            "changes": f"/v1/customers/{customer.id}/file/changes",
        },
    )


@routes.get("/changes", summary="List the changes of a file, newest first")
async def get_file_changes(
    customer_id: UUID, me: Readers, page: PageRequest, work: CurrentWork
) -> Page[FileChangeView]:
    """What it said before and after, who changed it and why."""
    customer = await Customers(work).get(customer_id, asked_by=me)
    wanted = FileChanges(work).of(customer.id)
    items, following = await page.fetch(work.session, wanted, key=FileChanges.key, descending=True)
    return Page(items=[FileChangeView.of(item) for item in items], next=following)


@routes.put("/person", summary="Write down what a person is")
async def put_person(
    *,
    customer_id: UUID,
    body: PersonBody,
    version: IfMatch,
    me: Writers,
    work: CurrentWork,
    response: Response,
) -> SectionsView:
    """For the file of a person."""
    order = _order(customer_id, version, Section.PERSON, body, me, now=work.now)
    return await _shown(await write_file(order, work), work, response)


@routes.put("/organisation", summary="Write down what an organisation is")
async def put_organisation(
    *,
    customer_id: UUID,
    body: OrganisationBody,
    version: IfMatch,
    me: Writers,
    work: CurrentWork,
    response: Response,
) -> SectionsView:
    """Who speaks for it, who owns it, where it works, and how it keeps losses away."""
    order = _order(customer_id, version, Section.ORGANISATION, body, me, now=work.now)
    return await _shown(await write_file(order, work), work, response)


@routes.put("/contacts", summary="Write down whom else we may reach")
async def put_contacts(
    *,
    customer_id: UUID,
    body: ContactsBody,
    version: IfMatch,
    me: Writers,
    work: CurrentWork,
    response: Response,
) -> SectionsView:
    """The whole list, as it is now."""
    order = _order(customer_id, version, Section.CONTACTS, body, me, now=work.now)
    return await _shown(await write_file(order, work), work, response)


@routes.put("/beneficiaries", summary="Write down who is to be paid")
async def put_beneficiaries(
    *,
    customer_id: UUID,
    body: BeneficiariesBody,
    version: IfMatch,
    me: Writers,
    work: CurrentWork,
    response: Response,
) -> SectionsView:
    """The whole list, as it is now; their parts make up the whole."""
    order = _order(customer_id, version, Section.BENEFICIARIES, body, me, now=work.now)
    return await _shown(await write_file(order, work), work, response)


def _order(
    customer_id: UUID,
    version: int,
    section: Section,
    body: SectionBody,
    me: Principal,
    *,
    now: datetime,
) -> WriteFile:
    today = (now + AHEAD).date()
    return WriteFile(
        customer_id=customer_id,
        version=version,
        section=section,
        written=body.written(today),
        why=body.reason,
        by=me,
    )


async def _shown(customer: Customer, work: Work, response: Response) -> SectionsView:
    await work.session.flush()  # the new version is known once it is written
    etag(response, customer.version)
    return SectionsView.of(customer)
