"""A contract's next term over HTTP: read, accepted or refused, decided by an underwriter."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from chassis.identity import Principal, allow
from chassis.web import CurrentWork, IfMatch, Routes, etag
from chassis.work import Work
from contracts.roles import Role
from policy.routes.renewal_views import NonRenewalBody, RenewalTermsBody, RenewalView
from policy.use_cases.renewing.answer_renewal import AnswerRenewal, answer_renewal
from policy.use_cases.renewing.decide_renewal import (
    OfferTerms,
    RefuseTerm,
    offer_terms,
    refuse_term,
)
from policy.use_cases.renewing.show_renewal import show_renewal

routes = Routes(prefix="/policies/{policy_id}/renewal", tags=["renewal"])

Readers = Annotated[Principal, allow(Role.CUSTOMER, Role.AGENT, Role.UNDERWRITER, Role.ADJUSTER)]
Answerers = Annotated[Principal, allow(Role.CUSTOMER, Role.AGENT, Role.UNDERWRITER)]
Underwriters = Annotated[Principal, allow(Role.UNDERWRITER)]


@routes.get("", summary="See the next term, its price and why")
async def get_renewal(
    policy_id: UUID, me: Readers, work: CurrentWork, response: Response
) -> RenewalView:
    """Of the next term, or of the one that runs: the latest there is. A customer reads their own.

    404 `not-found` until it is reckoned; the contract's clocks say when.
    """
    return await _shown(policy_id, me, work, response)


@routes.put("/acceptance", summary="Agree to the next term")
async def put_renewal_acceptance(
    *, policy_id: UUID, version: IfMatch, me: Answerers, work: CurrentWork, response: Response
) -> RenewalView:
    """To the very offer that was read: 412 when it was made anew since."""
    order = AnswerRenewal(policy_id=policy_id, version=version, answer="yes", by=me)
    await answer_renewal(order, work)
    return await _shown(policy_id, me, work, response)


@routes.put("/refusal", summary="Want no next term")
async def put_renewal_refusal(
    *, policy_id: UUID, version: IfMatch, me: Answerers, work: CurrentWork, response: Response
) -> RenewalView:
    """Cover ends with the term. Later than the law gives, it goes to a person (202)."""
    order = AnswerRenewal(policy_id=policy_id, version=version, answer="no", by=me)
    task = await answer_renewal(order, work)
    if task is not None:
        response.status_code = 202
    return await _shown(policy_id, me, work, response)


@routes.put("/terms", summary="Offer a next term")
async def put_renewal_terms(
    *,
    policy_id: UUID,
    body: RenewalTermsBody,
    version: IfMatch,
    me: Underwriters,
    work: CurrentWork,
    response: Response,
) -> RenewalView:
    """With what is otherwise in it. It is priced by the tariff, and the customer is told anew."""
    change = body.change.as_change()
    order = OfferTerms(policy_id=policy_id, version=version, change=change, by=me)
    await offer_terms(order, work)
    return await _shown(policy_id, me, work, response)


@routes.put("/non-renewal", summary="Offer no next term")
async def put_non_renewal(
    *,
    policy_id: UUID,
    body: NonRenewalBody,
    version: IfMatch,
    me: Underwriters,
    work: CurrentWork,
    response: Response,
) -> RenewalView:
    """With a reason, and only while the notice can still be in time."""
    order = RefuseTerm(policy_id=policy_id, version=version, reason=body.reason, by=me)
    await refuse_term(order, work)
    return await _shown(policy_id, me, work, response)


async def _shown(
    policy_id: UUID,
    me: Principal,
    work: Work,
    response: Response,
) -> RenewalView:
    await work.session.flush()  # the new version is known once it is written
    shown = await show_renewal(policy_id, by=me, work=work)
    etag(response, shown.renewal.version)
    return RenewalView.of(shown)
