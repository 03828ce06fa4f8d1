"""Quotes over HTTP: a customer or their agent asks for a price, changes, compares, takes it."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Query, Response

from chassis.identity import Principal, allow
from chassis.web import CurrentWork, IfMatch, Page, PageRequest, Routes, etag
from chassis.work import Work
from contracts.insured import Language
from contracts.roles import Role
from policy.domain.quote import Quote, QuoteVersion, Status
from policy.routes.fields import NOT_FOUND
from policy.routes.language import Spoken
from policy.routes.quote_bodies import AcceptanceBody, ChangedQuote, NewQuote
from policy.routes.quote_views import (
    ComparedQuotes,
    QuoteSummary,
    QuoteView,
    Verification,
    VersionView,
    quotes_compared,
)
from policy.storage import Products, Quotes, levies
from policy.use_cases.accept_quote import AcceptQuote, accept_quote
from policy.use_cases.change_quote import ChangeQuote, change_quote
from policy.use_cases.make_quote import MakeQuote, make_quote
from policy.use_cases.withdraw_quote import WithdrawQuote, withdraw_quote

routes = Routes(prefix="/quotes", tags=["quotes"])

Askers = Annotated[Principal, allow(Role.CUSTOMER, Role.AGENT)]
Readers = Annotated[Principal, allow(Role.CUSTOMER, Role.AGENT, Role.UNDERWRITER)]
Number = Annotated[int, Path(ge=1, le=1_000_000, examples=[1])]
_UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
Ids = Annotated[
    str,
    Query(
        pattern=f"^{_UUID}(,{_UUID}){{1,2}}$",
        examples=["0192d3a0-0000-7000-8000-0000000000f1,0192d3a0-0000-7000-8000-0000000000f2"],
    ),
]
In = Annotated[
    Language | None,
    Query(description="The language of the sentences; where it is not named, Accept-Language."),
]


async def told_in(response: Response, spoken: Spoken, language: In = None) -> Language:
    """The language that is named; else the one of ours that the header wants most."""
    if language is not None:
        response.headers["Content-Language"] = language.value
    return language or spoken


Told = Annotated[Language, Depends(told_in)]


@routes.post("", status_code=201, summary="Ask for a quote")
async def post_quote(
    body: NewQuote, me: Askers, work: CurrentWork, language: Spoken, response: Response
) -> QuoteView:
    """A customer asks for themself; an agent names the customer."""
    order = MakeQuote(
        customer_id=body.customer_of(me), product=body.product, wanted=body.wanted(), by=me.subject
    )
    quote, version = await make_quote(order, work)
    response.headers["Location"] = f"{routes.prefix}/{quote.id}"
    return await _shown(quote, version, work, language, response)


@routes.get("", summary="List quotes, newest first")
async def get_quotes(
    me: Readers,
    page: PageRequest,
    work: CurrentWork,
    customer_id: UUID | None = None,
    status: Status | None = None,
) -> Page[QuoteSummary]:
    """A customer sees their own."""
    wanted = Quotes(work).matching(asked_by=me, customer_id=customer_id, status=status)
    items, following = await page.fetch(work.session, wanted, key=Quotes.key, descending=True)
    return Page(items=[QuoteSummary.of(item) for item in items], next=following)


@routes.get("/compare", summary="Compare quotes side by side", responses=NOT_FOUND)
async def get_quote_comparison(me: Readers, ids: Ids, work: CurrentWork) -> ComparedQuotes:
    """Two or three, by cover: limit, deductible, waiting and premium; and what is to pay."""
    found = []
    for one in dict.fromkeys(ids.split(",")):  # one that is named twice is shown once
        quote = await Quotes(work).get(UUID(one), asked_by=me)
        found.append((quote, await Quotes(work).version(quote)))
    return quotes_compared(found)


@routes.get("/{quote_id}", summary="Read a quote")
async def get_quote(
    quote_id: UUID, me: Readers, work: CurrentWork, language: Told, response: Response
) -> QuoteView:
    """The version that is offered, with every step of its arithmetic."""
    quote = await Quotes(work).get(quote_id, asked_by=me)
    version = await Quotes(work).version(quote)
    return await _shown(quote, version, work, language, response)


@routes.post("/{quote_id}/versions", status_code=201, summary="Change an answer")
async def post_version(
    *,
    quote_id: UUID,
    body: ChangedQuote,
    me: Askers,
    work: CurrentWork,
    language: Spoken,
    response: Response,
) -> QuoteView:
    """Other answers make a new version; the earlier ones stay readable.

    409 `nothing-changed` where the answers and the price are those of the version offered.
    """
    order = ChangeQuote(quote_id=quote_id, wanted=body.wanted(), by=me)
    quote, version = await change_quote(order, work)
    response.headers["Location"] = f"{routes.prefix}/{quote.id}/versions/{version.number}"
    return await _shown(quote, version, work, language, response)


@routes.get("/{quote_id}/versions", summary="List the versions of a quote")
async def get_versions(
    quote_id: UUID, me: Readers, page: PageRequest, work: CurrentWork, language: Told
) -> Page[VersionView]:
    """What was asked and what it cost, oldest first."""
    quote = await Quotes(work).get(quote_id, asked_by=me)
    items, following = await page.fetch(
        work.session, Quotes(work).versions(quote), key=Quotes.versions_key
    )
    return Page(items=[_version(one, language) for one in items], next=following)


@routes.get("/{quote_id}/versions/{number}", summary="Read a version of a quote")
async def get_version(
    quote_id: UUID, number: Number, me: Readers, work: CurrentWork, language: Told
) -> VersionView:
    """As it was offered then."""
    quote = await Quotes(work).get(quote_id, asked_by=me)
    return _version(await Quotes(work).version(quote, number), language)


@routes.get("/{quote_id}/verification", summary="Compute a quote again")
async def get_verification(
    quote_id: UUID,
    me: Readers,
    work: CurrentWork,
    version: Annotated[int | None, Query(ge=1, le=1_000_000, examples=[1])] = None,
) -> Verification:
    """From its stored answers and its version of the product, to the cent; or where it differs."""
    quote = await Quotes(work).get(quote_id, asked_by=me)
    found = await Quotes(work).version(quote, version)
    plan = Products().version(found.asked.product, found.asked.product_version)
    return Verification.of(found, found.differences(plan, levies()))


@routes.put("/{quote_id}/acceptance", summary="Take an offer")
async def put_quote_acceptance(
    *,
    quote_id: UUID,
    body: AcceptanceBody,
    version: IfMatch,
    me: Askers,
    work: CurrentWork,
    language: Spoken,
    response: Response,
) -> QuoteView:
    """The version that is offered, before its time is over. An application is opened of it.

    Whoever took that version and asks again is answered as the first time, however it was read.
    """
    order = AcceptQuote(quote_id=quote_id, number=body.version, by=me, version=version)
    quote, taken = await accept_quote(order, work)
    return await _shown(quote, taken, work, language, response)


@routes.put("/{quote_id}/withdrawal", summary="Decline an offer")
async def put_quote_withdrawal(
    *,
    quote_id: UUID,
    version: IfMatch,
    me: Askers,
    work: CurrentWork,
    language: Spoken,
    response: Response,
) -> QuoteView:
    """The customer does not want it."""
    quote = await withdraw_quote(WithdrawQuote(quote_id=quote_id, version=version, by=me), work)
    return await _shown(quote, await Quotes(work).version(quote), work, language, response)


def _version(version: QuoteVersion, language: Language) -> VersionView:
    plan = Products().version(version.asked.product, version.asked.product_version)
    return VersionView.of(version, plan, levies(), language)


async def _shown(
    quote: Quote, version: QuoteVersion, work: Work, language: Language, response: Response
) -> QuoteView:
    await work.session.flush()  # the new version is known once it is written
    etag(response, quote.version)
    return QuoteView.told(quote, _version(version, language))
