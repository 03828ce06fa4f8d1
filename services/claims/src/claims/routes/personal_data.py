"""What claims know of one customer, for the customer."""

from typing import Annotated
from uuid import UUID

from chassis.identity import Principal, allow
from chassis.web import CurrentWork, Page, PageRequest, Routes
from chassis.web.exported import ExportRecord, export
from claims.storage.personal import told
from contracts.roles import Role

routes = Routes(prefix="/personal-data/claims", tags=["personal data"])

Owners = Annotated[Principal, allow(Role.CUSTOMER, Role.DATA_OFFICER)]


@routes.get("/{customer_id}", summary="Export what claims know of a customer")
async def get_claims_export(
    customer_id: UUID, me: Owners, page: PageRequest, work: CurrentWork
) -> Page[ExportRecord]:
    """Every record about them, page by page: their claims, and the cover we go by."""
    me.must_own(customer_id, what="customer")
    return await export(told(customer_id), page, work)
