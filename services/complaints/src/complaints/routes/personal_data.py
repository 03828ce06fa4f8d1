"""What complaints know of one customer, for the customer."""

from typing import Annotated
from uuid import UUID

from chassis.identity import Principal, allow
from chassis.web import CurrentWork, Page, PageRequest, Routes
from chassis.web.exported import ExportRecord, export
from complaints.storage import told
from contracts.roles import Role

routes = Routes(prefix="/personal-data/complaints", tags=["personal data"])

Owners = Annotated[Principal, allow(Role.CUSTOMER, Role.DATA_OFFICER)]


@routes.get("/{customer_id}", summary="Export what complaints know of a customer")
async def get_complaints_export(
    customer_id: UUID, me: Owners, page: PageRequest, work: CurrentWork
) -> Page[ExportRecord]:
    """Every record about them, page by page: what they told us, and what we answered."""
    me.must_own(customer_id, what="customer")
    return await export(told(customer_id), page, work)
