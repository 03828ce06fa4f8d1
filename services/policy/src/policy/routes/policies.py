"""Policies over HTTP: agents and importers issue them; their owner reads and ends them."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from pydantic import BaseModel

from chassis.identity import Principal, allow
from chassis.money import Money
from chassis.web import CurrentWork, IfMatch, Instant, Page, PageRequest, Routes, etag
from chassis.work import Work
from contracts.insured import Address, Language
from contracts.roles import Role
from policy.domain.contract.agreed import Agreed
from policy.domain.contract.picture import Cover
from policy.domain.contract.versions import ContractVersion, shown_on
from policy.domain.offer import PaymentMode
from policy.domain.period import local_day
from policy.domain.policy import Policy, Status
from policy.routes.cover_views import (
    CoverView,
    WholeTerm,
    agreed_on,
    agreed_today,
    names_of,
    shown_covers,
)
from policy.routes.language import Spoken
from policy.routes.misasked import KnownLater
from policy.routes.policy_bodies import CancellationBody, PolicyBody
from policy.routes.wishes import WishView, wish_of
from policy.storage import Policies, Versions
from policy.use_cases.cancel_policy import CancelPolicy, cancel_policy
from policy.use_cases.issue_policy import IssuePolicy, issue_policy
from policy.use_cases.read_as_known import read_as_known

routes = Routes(prefix="/policies", tags=["policies"])


Issuers = Annotated[Principal, allow(Role.AGENT, Role.IMPORTER)]
Readers = Annotated[
    Principal, allow(Role.CUSTOMER, Role.AGENT, Role.IMPORTER, Role.UNDERWRITER, Role.ADJUSTER)
]
Enders = Annotated[Principal, allow(Role.CUSTOMER, Role.AGENT, Role.UNDERWRITER)]


class BeneficiaryView(BaseModel):
    """Who is paid, and which part."""

    name: str
    percent: int


class TermsView(BaseModel):
    """What was agreed for one day, as it was known at one instant."""

    at: datetime
    known_at: datetime
    starts_on: date
    ends_on: date
    recorded_at: datetime
    place: Address
    covers: list[CoverView]
    payment_mode: PaymentMode
    insured_person: str | None
    beneficiaries: list[BeneficiaryView]
    contact: str | None
    answers: dict[str, bool | int | str]


class PolicyView(BaseModel):
    """A policy, as it is shown. `cover` is whether we are on risk at this moment."""

    id: UUID
    number: str
    customer_id: UUID
    product: str
    product_version: str
    insured_place: Address
    time_zone: str
    covers: list[CoverView]
    """On the terms of today (of `at`); of a contract to come, those it begins with."""
    sum_insured: Money | None
    """The limit of its cover where it has one; of several, each has its own: see `covers`."""
    deductible: Money | None
    """As `sum_insured`."""
    premium: Money
    starts_on: date
    ends_on: date
    starts_at: datetime
    ends_at: datetime
    issued_at: datetime
    status: Status
    cancelled_at: datetime | None
    cancellation_reason: str | None
    wish: WishView | None
    """How the customer asked for the end, where an agent says so."""
    cover: Cover
    jurisdiction: str
    billed: Money
    """The net premium of the term; the account shows what is to be paid, taxes included."""
    refund: Money | None
    """What of it is not owed any more; the account shows what goes back, taxes included."""


class PolicyThenView(PolicyView):
    """A policy at an instant, as it was known at one: `cover` and `terms` are of then.

    Before cover begins, `terms` are those of its first day; after the term there are none.
    """

    terms: TermsView | None
    whole_term: WholeTerm | None


@routes.post("", status_code=201, summary="Issue a policy")
async def post_policy(
    body: PolicyBody, me: Issuers, work: CurrentWork, language: Spoken, response: Response
) -> PolicyView:
    """Over the counter, an agent alone: within the machine's limit, where the product lets it.

    What this customer took within 30 days counts together, and what is insured at this address;
    more goes by application. Cover that begins in the past is for importers of a book of business.
    """
    order = IssuePolicy(
        customer_id=body.customer_id,
        product=body.product,
        insured_place=body.insured_place.as_address() if body.insured_place else None,
        time_zone=body.time_zone,
        sum_insured=body.sum_insured,
        deductible=body.deductible,
        starts_on=body.starts_on,
        ends_on=body.ends_on,
        back_dating=Role.IMPORTER in me.roles,
        by=me.subject,
    )
    policy = await issue_policy(order, work)
    response.headers["Location"] = f"{routes.prefix}/{policy.id}"
    return await _shown(policy, work, language, response)


@routes.get("", summary="List policies, newest first")
async def get_policies(
    *,
    me: Readers,
    page: PageRequest,
    work: CurrentWork,
    language: Spoken,
    customer_id: UUID | None = None,
    number: Annotated[
        str | None, Query(pattern=r"^P-[0-9]{4}-[0-9]{6,12}$", examples=["P-2026-000001"])
    ] = None,
) -> Page[PolicyView]:
    """A customer sees their own."""
    wanted = Policies(work).matching(asked_by=me, customer_id=customer_id, number=number)
    items, following = await page.fetch(work.session, wanted, key=Policies.key, descending=True)
    agreed = await agreed_today(items, work)
    shown = [_view(one, agreed[one.id], work, language) for one in items]
    return Page(items=shown, next=following)


@routes.get("/{policy_id}", summary="Read a policy")
async def get_policy(
    *,
    policy_id: UUID,
    me: Readers,
    work: CurrentWork,
    language: Spoken,
    response: Response,
    at: Instant | None = None,
    known_at: Instant | None = None,
) -> PolicyThenView:
    """What is in force now, or was at an instant (`at`), as we know now or knew then (`known_at`).

    Before it was issued we knew of no contract (404 `not-known-yet`). A customer reads their own.
    """
    if known_at is not None and known_at > work.now:
        raise KnownLater("known_at")
    instant, known = at or work.now, known_at or work.now
    policy = await Policies(work).get(policy_id, asked_by=me, known_at=known)
    day = local_day(instant, policy.time_zone)
    versions = await Versions(work).of(policy_id)
    found = shown_on(versions, day, known_at=known)
    etag(response, policy.version)
    then = policy
    if known_at is not None:
        then = await read_as_known(policy, versions, work, known_at=known)
    agreed = agreed_on(day, then, versions, known_at=known)
    shown = _view(then, agreed, work, language).model_dump() | {"cover": then.cover_at(instant)}
    covers = [] if found is None else CoverView.all_of(found.agreed, names_of(then, language))
    terms = None if found is None else _terms(found, covers, at=instant, known_at=known)
    return PolicyThenView(**shown, terms=terms, whole_term=WholeTerm.of(then, found))


@routes.put("/{policy_id}/cancellation", summary="End a policy early")
async def put_cancellation(
    *,
    policy_id: UUID,
    body: CancellationBody,
    version: IfMatch,
    me: Enders,
    work: CurrentWork,
    language: Spoken,
    response: Response,
) -> PolicyView:
    """Cover ends at the beginning of the day named, by the clock of the insured place.

    The unearned premium is given back. An underwriter ends it for us, and gives notice. An agent
    says how the customer's `wish` came; from nobody else is one taken.
    """
    order = CancelPolicy(
        policy_id=policy_id,
        version=version,
        ends_on=body.ends_on,
        reason=body.reason,
        wish=body.wish.as_wish() if body.wish else None,
        by=me,
    )
    return await _shown(await cancel_policy(order, work), work, language, response)


async def _shown(policy: Policy, work: Work, language: Language, response: Response) -> PolicyView:
    await work.session.flush()  # the new version is known once it is written
    etag(response, policy.version)
    agreed = await agreed_today([policy], work)
    return _view(policy, agreed[policy.id], work, language)


def _view(policy: Policy, agreed: Agreed, work: Work, language: Language) -> PolicyView:
    reckoned = shown_covers(policy, agreed, language)
    reckoned |= {"cover": policy.cover_at(work.now), "wish": wish_of(policy.facts)}
    plain = PolicyView.model_fields.keys() - reckoned.keys()
    return PolicyView(**{name: getattr(policy, name) for name in plain}, **reckoned)


def _terms(
    version: ContractVersion, covers: list[CoverView], *, at: datetime, known_at: datetime
) -> TermsView:
    shown = {**vars(version.agreed), "covers": covers, "at": at, "known_at": known_at}
    shown |= {name: getattr(version, name) for name in ("starts_on", "ends_on", "recorded_at")}
    return TermsView.model_validate(shown, from_attributes=True)
