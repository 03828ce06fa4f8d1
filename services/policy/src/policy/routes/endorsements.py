"""Endorsements over HTTP: a change is previewed, asked for, accepted, and can be taken back."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated
from uuid import UUID

from fastapi import Response

from chassis.errors import Rejected
from chassis.identity import Principal, allow
from chassis.web import CurrentWork, IfMatch, Page, PageRequest, Routes, etag
from chassis.work import Work
from contracts.insured import Language
from contracts.roles import Role
from policy.domain.endorsement import Endorsement
from policy.domain.policy import Policy
from policy.routes.endorsement_views import (
    ChangeBody,
    EndorsementView,
    ReasonBody,
    RequestBody,
    WishBody,
)
from policy.routes.language import Spoken
from policy.routes.preview_views import PreviewView
from policy.storage import Endorsements, Policies, Products, Underwriting
from policy.use_cases.price_endorsement import PriceEndorsement, price_endorsement, taxed
from policy.use_cases.request_endorsement import RequestEndorsement, request_endorsement
from policy.use_cases.settle_endorsement import SettleEndorsement, settle_endorsement
from policy.use_cases.tell_endorsement import tell_endorsement

routes = Routes(prefix="/policies/{policy_id}", tags=["endorsements"])

Askers = Annotated[Principal, allow(Role.CUSTOMER, Role.AGENT, Role.UNDERWRITER)]
Readers = Annotated[Principal, allow(Role.CUSTOMER, Role.AGENT, Role.UNDERWRITER, Role.ADJUSTER)]
Reversers = Annotated[Principal, allow(Role.AGENT, Role.UNDERWRITER)]


@routes.post("/endorsement-previews", summary="See what a change would cost")
async def post_preview(
    policy_id: UUID, body: WishBody, me: Askers, work: CurrentWork, language: Spoken
) -> PreviewView:
    """Nothing is kept; the arithmetic is shown day by day."""
    with blaming(body):
        policy, _, priced = await price_endorsement(_wish(policy_id, body, me), work)
        told = await tell_endorsement(policy, priced, work)
    return PreviewView.of(priced, await taxed(policy, priced, work), told, language)


@routes.post("/endorsements", status_code=201, summary="Ask for a change")
async def post_endorsement(
    *,
    policy_id: UUID,
    body: RequestBody,
    me: Askers,
    work: CurrentWork,
    response: Response,
    language: Spoken,
) -> EndorsementView:
    """It is priced at once. Changes from a past day are entered by our people."""
    order = RequestEndorsement(wish=_wish(policy_id, body, me), reason=body.reason)
    with blaming(body):
        endorsement, _ = await request_endorsement(order, work)
    response.headers["Location"] = f"/v1/policies/{policy_id}/endorsements/{endorsement.id}"
    return await _shown(endorsement, work, response, language)


@routes.get("/endorsements", summary="List the changes of a contract, newest first")
async def get_endorsements(
    policy_id: UUID, me: Readers, page: PageRequest, work: CurrentWork, language: Spoken
) -> Page[EndorsementView]:
    """As they were entered, those taken back too."""
    policy = await Policies(work).get(policy_id, asked_by=me)
    wanted = Endorsements(work).matching(policy.id)
    items, following = await page.fetch(work.session, wanted, key=Endorsements.key, descending=True)
    return Page(items=[_view(item, policy, language) for item in items], next=following)


@routes.get("/endorsements/{endorsement_id}", summary="Read a change")
async def get_endorsement(
    *,
    policy_id: UUID,
    endorsement_id: UUID,
    me: Readers,
    work: CurrentWork,
    response: Response,
    language: Spoken,
) -> EndorsementView:
    """With its price and what became of it."""
    policy = await Policies(work).get(policy_id, asked_by=me)
    endorsement = await Endorsements(work).get(endorsement_id, policy_id=policy.id)
    return await _shown(endorsement, work, response, language)


@routes.put("/endorsements/{endorsement_id}/acceptance", summary="Agree to a change")
async def put_acceptance(
    *,
    policy_id: UUID,
    endorsement_id: UUID,
    version: IfMatch,
    me: Askers,
    work: CurrentWork,
    response: Response,
    language: Spoken,
) -> EndorsementView:
    """The contract is so from its day on.

    409 `price-changed` when the price is another by now, `day-gone-by` when its day is too long
    ago for whoever agrees: ask again.
    """
    order = SettleEndorsement(
        policy_id=policy_id,
        endorsement_id=endorsement_id,
        version=version,
        settlement="accept",
        reason="",
        by=me,
    )
    return await _shown(await settle_endorsement(order, work), work, response, language)


@routes.put("/endorsements/{endorsement_id}/refusal", summary="Do not make a change")
async def put_refusal(
    *,
    policy_id: UUID,
    endorsement_id: UUID,
    body: ReasonBody,
    version: IfMatch,
    me: Askers,
    work: CurrentWork,
    response: Response,
    language: Spoken,
) -> EndorsementView:
    """The contract stays as it is."""
    order = SettleEndorsement(
        policy_id=policy_id,
        endorsement_id=endorsement_id,
        version=version,
        settlement="decline",
        reason=body.reason,
        by=me,
    )
    return await _shown(await settle_endorsement(order, work), work, response, language)


@routes.put("/endorsements/{endorsement_id}/reversal", summary="Take a change back")
async def put_reversal(
    *,
    policy_id: UUID,
    endorsement_id: UUID,
    body: ReasonBody,
    version: IfMatch,
    me: Reversers,
    work: CurrentWork,
    response: Response,
    language: Spoken,
) -> EndorsementView:
    """As if never made; the other changes stay, and the term is billed anew.

    409 `day-gone-by` when it counts from longer ago than a change may be entered.
    """
    order = SettleEndorsement(
        policy_id=policy_id,
        endorsement_id=endorsement_id,
        version=version,
        settlement="reverse",
        reason=body.reason,
        by=me,
    )
    return await _shown(await settle_endorsement(order, work), work, response, language)


async def _shown(
    endorsement: Endorsement, work: Work, response: Response, language: Language
) -> EndorsementView:
    await work.session.flush()  # the new version is known once it is written
    etag(response, endorsement.version)
    policy = await Policies(work).by_id(endorsement.policy_id)
    return _view(endorsement, policy, language)


def _view(endorsement: Endorsement, policy: Policy, language: Language) -> EndorsementView:
    because = Underwriting().said(policy.product, endorsement.referred, language)
    asked = Products().asked(policy.product, policy.product_version)
    questions = [asked[name] for name in endorsement.referred if name in asked]
    return EndorsementView.of(endorsement, because, questions)


@contextmanager
def blaming(body: WishBody) -> Iterator[None]:
    """A refusal names the place where it was said, not where a sale would have said it."""
    try:
        yield
    except Rejected as refused:
        refused.field = _where(refused.field or "", body.change) or refused.field
        raise


def _where(field: str, change: ChangeBody) -> str | None:
    _, *path = field.split("/")
    match path:
        case ["answers", name]:
            asked = [one.question for one in change.answers]
            return f"/change/answers/{asked.index(name)}/answer" if name in asked else None
        case ["sum_insured" | "deductible" as which, *rest]:
            name = "limit" if which == "sum_insured" else which
            said = [at for at, one in enumerate(change.covers) if getattr(one, name) is not None]
            return "/".join([f"/change/covers/{said[0]}/{name}", *rest]) if said else None
        case ["place" | "payment_mode", *_]:
            return f"/change{field}"
        case _:
            return None


def _wish(policy_id: UUID, body: WishBody, me: Principal) -> PriceEndorsement:
    return PriceEndorsement(
        policy_id=policy_id,
        effective_on=body.effective_on,
        change=body.change.as_change(),
        resolution=body.resolution,
        by=me,
    )
