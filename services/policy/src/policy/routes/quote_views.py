"""Quotes, as they are shown."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from chassis.money import Money
from contracts.insured import Address, Language
from policy.domain.offer import Levy, OfferedCover, PaymentMode
from policy.domain.pricing.explaining import sentences
from policy.domain.pricing.instalments import yearly_cost
from policy.domain.pricing.levies import LevyBook
from policy.domain.pricing.steps import Did, Instalment, Priced
from policy.domain.products.plan import Plan
from policy.domain.products.questions import Written
from policy.domain.quote import Quote, QuoteVersion, Status


class StepView(BaseModel):
    """A line of the arithmetic, as data and as a sentence."""

    did: Did
    id: str
    part: str | None
    answer: str | None
    by: str | None = Field(description="The rate or factor, exact.")
    result: str = Field(description="What stands after this step, exact.")
    text: str


class LevyView(BaseModel):
    """A tax or surcharge."""

    id: str
    base: Money
    rate: str = Field(description="As a fraction, exact.", examples=["0.08"])
    amount: Money
    on_payment: bool


def levy_views(levies: Sequence[Levy]) -> list[LevyView]:
    """Show each levy."""
    return [
        LevyView(
            id=levy.id,
            base=levy.base,
            rate=f"{levy.rate:f}",
            amount=levy.amount,
            on_payment=levy.on_payment,
        )
        for levy in levies
    ]


def steps_of(plan: Plan, priced: Priced, book: LevyBook, language: Language) -> list[StepView]:
    """Show each step of a price, told in that language."""
    told = sentences(plan, priced, book, language)
    return [
        StepView(
            did=step.did,
            id=step.id,
            part=step.part,
            answer=step.answer,
            by=None if step.by is None else f"{step.by:f}",
            result=f"{step.result:f}",
            text=text,
        )
        for step, text in zip(priced.steps, told, strict=True)
    ]


class VersionView(BaseModel):
    """One version: what was asked, what it costs and why."""

    number: int
    made_at: datetime
    made_by: str
    product: str
    product_version: str
    jurisdiction: str
    place: Address
    starts_on: date
    ends_on: date
    time_zone: str
    payment_mode: PaymentMode
    answers: dict[str, Written]
    priced_on: date
    levies_as_of: date
    currency: str
    covers: list[OfferedCover]
    instalment_surcharge: Money
    net: Money
    levies: list[LevyView]
    exempt: dict[str, str]
    total: Money
    instalments: list[Instalment]
    yearly_cost_of_instalments: str = Field(
        description="The effective yearly rate of paying in instalments, as a fraction.",
        examples=["0.0901"],
    )
    refer: list[str] = Field(description="Why a person looks at it before cover can begin.")
    steps: list[StepView]

    @classmethod
    def of(cls, version: QuoteVersion, plan: Plan, book: LevyBook, language: Language) -> Self:
        """Show this version, told in that language."""
        asked, priced = version.asked, version.priced
        return cls(
            number=version.number,
            made_at=version.made_at,
            made_by=version.made_by,
            product=asked.product,
            product_version=asked.product_version,
            jurisdiction=asked.jurisdiction,
            place=asked.place,
            starts_on=asked.starts_on,
            ends_on=asked.ends_on,
            time_zone=asked.time_zone,
            payment_mode=asked.payment_mode,
            answers=asked.answers,
            priced_on=asked.priced_on,
            levies_as_of=priced.levies_as_of,
            currency=priced.currency,
            covers=list(priced.covers),
            instalment_surcharge=priced.surcharge,
            net=priced.net,
            levies=levy_views(priced.levies),
            exempt=priced.exempt,
            total=priced.total,
            instalments=list(priced.instalments),
            yearly_cost_of_instalments=_yearly_cost(version),
            refer=list(priced.refer),
            steps=steps_of(plan, priced, book, language),
        )


def _yearly_cost(version: QuoteVersion) -> str:
    priced = version.priced
    payments = [one.net for one in priced.instalments]
    rate = yearly_cost(priced.net - priced.surcharge, payments) if priced.surcharge else Decimal(0)
    return f"{rate:.4f}"


class QuoteSummary(BaseModel):
    """A quote, as a list shows it."""

    id: UUID
    number: str
    customer_id: UUID
    product: str
    jurisdiction: str
    status: Status
    current: int = Field(description="The number of the version that is offered.")
    quoted_at: datetime
    valid_until: datetime
    settled_at: datetime | None
    settled_by: str | None
    application_id: UUID | None = Field(description="The application that taking it opened.")

    @classmethod
    def of(cls, quote: Quote) -> Self:
        """Show this quote."""
        return cls.model_validate(quote, from_attributes=True)


class QuoteView(QuoteSummary):
    """A quote with one of its versions."""

    offer: VersionView

    @classmethod
    def told(cls, quote: Quote, version: VersionView) -> Self:
        """Show this quote with that version."""
        return cls(**QuoteSummary.of(quote).model_dump(), offer=version)


class Verification(BaseModel):
    """Whether the price, computed again from what is stored, is the same to the cent."""

    version: int
    product: str
    product_version: str
    equal: bool
    stored: Money
    differences: list[str]

    @classmethod
    def of(cls, version: QuoteVersion, differences: list[str]) -> Self:
        """Show what came of it."""
        return cls(
            version=version.number,
            product=version.asked.product,
            product_version=version.asked.product_version,
            equal=not differences,
            stored=version.priced.total,
            differences=differences,
        )


class ComparedQuote(BaseModel):
    """One column; `covers` has a place for every cover of any of the quotes."""

    id: UUID
    number: str
    product: str
    version: int
    status: Status
    valid_until: datetime
    covers: dict[str, OfferedCover | None]
    net: Money
    total: Money
    payment_mode: PaymentMode


class ComparedQuotes(BaseModel):
    """Quotes side by side."""

    covers: list[str]
    quotes: list[ComparedQuote]


def quotes_compared(found: Sequence[tuple[Quote, QuoteVersion]]) -> ComparedQuotes:
    """The same rows for each of them."""
    rows = list(dict.fromkeys(c.id for _, version in found for c in version.priced.covers))
    return ComparedQuotes(covers=rows, quotes=[_column(*pair, rows) for pair in found])


def _column(quote: Quote, version: QuoteVersion, rows: Sequence[str]) -> ComparedQuote:
    covers = {cover.id: cover for cover in version.priced.covers}
    return ComparedQuote(
        id=quote.id,
        number=quote.number,
        product=quote.product,
        version=version.number,
        status=quote.status,
        valid_until=quote.valid_until,
        covers={row: covers.get(row) for row in rows},
        net=version.priced.net,
        total=version.priced.total,
        payment_mode=version.asked.payment_mode,
    )
