"""The company over HTTP: who we are, and what we do beside insuring. Anybody may read it."""

from typing import Literal

from pydantic import BaseModel

from chassis.web import Routes
from contracts.insured import Address, Language
from policy.storage import company, services_on_offer

routes = Routes(tags=["company"])


class CompanyView(BaseModel):
    """Who we are and how to reach us; `grade` C: illustrative."""

    name: dict[Language, str]
    about: dict[Language, str]
    complaints: dict[Language, str]
    languages: list[Language]
    address: Address
    email: str
    phone: str
    website: str
    hours_zone: str
    opens: str
    closes: str
    grade: str
    source: str


class ServiceView(BaseModel):
    """Something we do for customers beside insuring; core before courtesy."""

    id: str
    lane: Literal["core", "courtesy"]
    name: dict[Language, str]
    text: dict[Language, str]


class ServiceList(BaseModel):
    """All of them."""

    items: list[ServiceView]


@routes.get("/company", summary="Read who we are")
async def get_company() -> CompanyView:
    """Name, address, hours, and where to complain."""
    return CompanyView.model_validate(company())


@routes.get("/services-on-offer", summary="List what we do beside insuring")
async def get_services_on_offer() -> ServiceList:
    """Claims, visits, assistance, courtesies."""
    found = [ServiceView.model_validate(service) for service in services_on_offer()]
    return ServiceList(items=found)
