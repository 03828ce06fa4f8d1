"""Where quotes and their versions are kept. Versions are only ever added."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Index, Integer, Select, Table, Text, Uuid, select
from sqlalchemy.orm import registry

from chassis.database import status_column, utc_instant, version_column
from chassis.documents import Document
from chassis.errors import NotFound
from chassis.identity import Principal
from chassis.work import Work
from policy.domain.pricing.steps import Asked, Priced
from policy.domain.quote import Quote, QuoteVersion, Status
from policy.storage.applications import applications
from policy.storage.customers import customers
from policy.storage.tables import metadata

quotes = Table(
    "quotes",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("customer_id", Uuid, ForeignKey(customers.c.id), nullable=False),
    Column("product", Text, nullable=False),
    Column("jurisdiction", Text, nullable=False),
    Column("current", Integer, nullable=False),
    utc_instant("quoted_at"),
    utc_instant("valid_until"),
    Column("time_zone", Text, nullable=False),
    status_column("status", Status),
    utc_instant("settled_at", nullable=True),
    Column("settled_by", Text),
    Column("application_id", Uuid, ForeignKey(applications.c.id), unique=True),
    version_column(),
)
# A customer's quotes, newest first: ids grow with time.
Index(None, quotes.c.customer_id, quotes.c.id)

quote_versions = Table(
    "quote_versions",
    metadata,
    Column("quote_id", Uuid, ForeignKey(quotes.c.id), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("asked", Document(Asked), nullable=False),
    Column("priced", Document(Priced), nullable=False),
    utc_instant("made_at"),
    Column("made_by", Text, nullable=False),
)


def map_quotes(mappers: registry) -> None:
    """Map quote and version to their tables."""
    mappers.map_imperatively(Quote, quotes, version_id_col=quotes.c.version)
    mappers.map_imperatively(QuoteVersion, quote_versions)


class Quotes:
    """The quotes."""

    key: Final = (quotes.c.id,)
    versions_key: Final = (quote_versions.c.number,)

    def __init__(self, work: Work) -> None:
        self._session = work.session

    async def add(self, quote: Quote, version: QuoteVersion) -> None:
        """Keep a new quote with its first version."""
        self._session.add(quote)
        await self._session.flush()  # the version's row refers to the quote's
        self._session.add(version)

    def add_version(self, version: QuoteVersion) -> None:
        """Keep a further version."""
        self._session.add(version)

    async def get(self, quote_id: UUID, *, asked_by: Principal) -> Quote:
        """The quote, if whoever asks may see it; to a stranger there is none."""
        quote = await self._session.get(Quote, quote_id)
        if quote is None or not asked_by.sees(quote.customer_id):
            raise NotFound(f"there is no quote {quote_id}")
        return quote

    async def due(self, quote_id: UUID) -> Quote | None:
        """The quote whose time may be over."""
        return await self._session.get(Quote, quote_id)

    async def version(self, quote: Quote, number: int | None = None) -> QuoteVersion:
        """One version of it; the one that is offered where none is named."""
        wanted = quote.current if number is None else number
        found = await self._session.get(QuoteVersion, (quote.id, wanted))
        if found is None:
            raise NotFound(f"{quote.number} has no version {wanted}")
        return found

    def versions(self, quote: Quote) -> Select[Any]:
        """Its history."""
        return select(QuoteVersion).where(quote_versions.c.quote_id == quote.id)

    def matching(
        self, *, asked_by: Principal, customer_id: UUID | None, status: Status | None
    ) -> Select[Any]:
        """The quotes that whoever asks may see, of this customer and status."""
        wanted = select(Quote)
        if not asked_by.is_staff:
            wanted = wanted.where(quotes.c.customer_id == asked_by.customer_id)
        if customer_id is not None:
            wanted = wanted.where(quotes.c.customer_id == customer_id)
        if status is not None:
            wanted = wanted.where(quotes.c.status == status)
        return wanted
