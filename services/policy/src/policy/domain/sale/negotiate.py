"""Offers and counter-offers, either way, until both sides say yes to the same terms."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from chassis.errors import Conflict, Rejected
from chassis.events import Event
from chassis.money import Money
from contracts.insured import Language
from contracts.policy import CounterOffered
from policy.domain.application import Application, Status
from policy.domain.application_parts import Proposal, Side
from policy.domain.offer import Offer, OfferedCover


class NothingToAgree(Conflict, code="nothing-to-agree"):
    """There are no terms of the other side to agree to."""


class OtherProduct(Rejected, code="other-product"):
    """An application is about one product in one currency; another wants its own."""


class EmptyOffer(Rejected, code="empty-offer"):
    """An offer has at least one cover, each once, all amounts in its own currency."""


def open_application(
    offer: Offer,
    *,
    application_id: UUID,
    number: str,
    customer_id: UUID,
    language: Language,
    line: str,
    own: Offer | None,
    seller: str,
    written_by: str | None = None,
    at: datetime,
) -> Application:
    """An offer lies on the table. `own` is what our tariff makes of it, if it makes anything."""
    _must_make_sense(offer)
    application = Application(
        id=application_id,
        number=number,
        customer_id=customer_id,
        language=language,
        seller=seller,
        line=line,
        product=offer.product,
        opened_at=at,
    )
    first = _proposal(offer, own, side="company", by=written_by or seller, at=at)
    application.proposals = [first]
    application.note("offered", by=seller, at=at)
    return application


def counter(
    application: Application,
    offer: Offer,
    *,
    side: Side,
    by: str,
    words: str,
    own: Offer | None,
    at: datetime,
) -> list[Event]:
    """Put other terms on the table; those before stay in the history.

    Anybody may ask for any price; what the tariff asks (`own`) is reckoned, never told by them.
    """
    application.must_be(Status.NEGOTIATING, Status.UNDERWRITING)
    if (offer.product, offer.currency) != (application.product, application.offer.currency):
        raise OtherProduct("this application is about another product", field="/offer")
    _must_make_sense(offer)
    made = _proposal(offer, own, side=side, by=by, at=at, words=words)
    application.proposals = [*application.proposals, made]
    application.proposed_by = None
    application.note("counter_offered", by=by, at=at, note=words)
    if side == "customer":
        return []
    return [
        CounterOffered(
            application_id=application.id,
            number=application.number,
            customer_id=application.customer_id,
            total=offer.total,
            words=words,
        )
    ]


def _proposal(
    offer: Offer, own: Offer | None, *, side: Side, by: str, at: datetime, words: str = ""
) -> Proposal:
    return Proposal(
        offer=offer,
        side=side,
        by=by,
        at=at,
        words=words,
        tariff_net=offer.net if own is None else own.net,
        by_tariff=own is not None and _priced(own) == _priced(offer),
        is_priced_as_offered=own is not None and _covered(own) == _covered(offer),
    )


def _covered(offer: Offer) -> list[OfferedCover]:
    """What is promised, whatever it costs."""
    nothing = Money.zero(offer.currency)
    covers = [replace(cover, premium=nothing) for cover in offer.covers]
    return sorted(covers, key=lambda cover: cover.id)


def _priced(offer: Offer) -> tuple[object, ...]:
    covers = tuple(sorted(offer.covers, key=lambda cover: cover.id))
    levies = {levy.id: levy.amount for levy in offer.levies}
    return covers, levies, offer.instalment_surcharge


def agree(application: Application, *, side: Side, by: str, at: datetime) -> bool:
    """Say yes to the other side's terms. True when underwriting must look at it again."""
    if application.status is Status.ACCEPTED:
        _agree_to_conditions(application, side=side, by=by, at=at)
        return False
    application.must_be(Status.NEGOTIATING, Status.UNDERWRITING)
    proposal = application.proposal
    if proposal.agreed_at is not None or proposal.side == side:
        raise NothingToAgree("the other side has put nothing new on the table")
    agreed = replace(proposal, agreed_at=at)
    application.proposals = [*application.proposals[:-1], agreed]
    application.note("agreed", by=by, at=at)
    return application.status is Status.UNDERWRITING


def is_changed(application: Application) -> bool:
    """Whether what is agreed is other than what was agreed before, or was on the table since.

    What lay there may have been looked at too: a rule cleared for it is cleared for nothing else.
    """
    now, earlier = application.offer, application.proposals[:-1]
    agreed = [place for place, one in enumerate(earlier) if one.agreed_at is not None]
    if not agreed:
        return True
    return any(is_material(one.offer, now) for one in earlier[agreed[-1] :])


def is_material(before: Offer, after: Offer) -> bool:
    """Whether underwriting must look again: anything changed but how it is paid."""
    return after != replace(
        before,
        payment_mode=after.payment_mode,
        instalment_surcharge=after.instalment_surcharge,
        levies=after.levies,
    )


def _agree_to_conditions(application: Application, *, side: Side, by: str, at: datetime) -> None:
    if side != "customer" or application.terms_agreed_at or not application.requirements:
        raise NothingToAgree("no condition waits for the customer's word")
    application.terms_agreed_at = at
    application.note("conditions_agreed", by=by, at=at)


def _must_make_sense(offer: Offer) -> None:
    ids = [cover.id for cover in offer.covers]
    amounts = [offer.instalment_surcharge, *(levy.amount for levy in offer.levies)]
    amounts += [levy.base for levy in offer.levies]
    for cover in offer.covers:
        amounts += [cover.limit, cover.deductible, cover.premium]
        amounts += [cover.deductible_most] if cover.deductible_most else []
    strange = any(money.currency != offer.currency or money.amount < 0 for money in amounts)
    if not ids or len(ids) != len(set(ids)) or strange:
        raise EmptyOffer("look at the covers and their amounts", field="/offer")
