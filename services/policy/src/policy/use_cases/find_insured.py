"""The file of whom a quote or an application is about; a prospect is told what comes first."""

from uuid import UUID

from chassis.errors import Conflict
from chassis.work import Work
from policy.domain.customer import Customer
from policy.storage import Customers, Prospects, UnknownCustomer


class NoFileYet(Conflict, code="file-missing"):
    """A prospect is offered nothing before their file is open."""


async def find_insured(customer_id: UUID, work: Work) -> Customer:
    """Their file; refuses a stranger, and a prospect with what to do."""
    try:
        return await Customers(work).insured(customer_id)
    except UnknownCustomer:
        if await Prospects(work).knows(customer_id):
            raise NoFileYet(
                f"open their file first: PUT /v1/prospects/{customer_id}/file", field="/customer_id"
            ) from None
        raise
