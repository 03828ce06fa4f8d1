"""Products over HTTP: what we sell, in which words and at what price. Anybody may read them."""

from datetime import date
from typing import Annotated

from fastapi import Path, Query

from chassis.web import CurrentWork, Page, PageRequest, Routes
from chassis.web.pages import write_cursor
from contracts.insured import Language, Peril
from policy.domain.products import Plan
from policy.routes.clause_view import ClauseRead
from policy.routes.fields import NOT_FOUND
from policy.routes.language import Spoken
from policy.routes.misasked import ComparedWithItself
from policy.routes.product_views import Compared, Line, ProductSummary, ProductView, comparison
from policy.storage import Products
from policy.use_cases.read_wording import ReadClause, read_clause, read_wording

routes = Routes(prefix="/products", tags=["products"])


_ID = r"[a-z0-9-]{1,64}"
ProductId = Annotated[str, Path(pattern=f"^{_ID}$", examples=["flood-home"])]
Version = Annotated[
    str | None,
    Query(
        pattern=r"^[0-9]{1,4}(\.[0-9]{1,4}){1,2}$",
        description="The version that a contract names; without it the one that is sold now.",
        examples=["1.0"],
    ),
]
Jurisdiction = Annotated[str | None, Query(pattern=r"^[A-Z]{2}(-[A-Z]{2})?$", examples=["ES"])]
ClauseId = Annotated[str, Path(pattern=r"^[A-Z]{2,8}-[0-9.]{1,8}$", examples=["FL-1"])]


@routes.get("", summary="List products")
async def get_products(
    page: PageRequest,
    work: CurrentWork,
    line: Line | None = None,
    jurisdiction: Jurisdiction = None,
    peril: Peril | None = None,
) -> Page[ProductSummary]:
    """Everything we sell now, by name; of this line, under this law, against this peril."""
    after = "" if page.after is None else str(page.after[0])
    found = [
        plan
        for plan in Products().sold(work.now.date())
        if plan.id > after
        and line in {None, plan.product.line}
        and (jurisdiction is None or jurisdiction in {market.id for market in plan.markets})
        and (peril is None or peril in plan.perils)
    ]
    shown = found[: page.limit]
    following = write_cursor((shown[-1].id,)) if len(found) > len(shown) else None
    return Page(items=[ProductSummary.of(plan, work.now.date()) for plan in shown], next=following)


@routes.get("/compare", summary="Compare products side by side", responses=NOT_FOUND)
async def get_comparison(
    work: CurrentWork,
    ids: Annotated[
        str, Query(pattern=f"^{_ID}(,{_ID}){{1,2}}$", examples=["home,travel"], max_length=200)
    ],
) -> Compared:
    """Two or three, by cover: perils, limit, deductible, waiting, exclusions and price basis."""
    names = ids.split(",")
    if len(set(names)) < len(names):
        raise ComparedWithItself("ids")
    today = work.now.date()
    return comparison([Products().plan(name, on=today) for name in names])


@routes.get("/{product_id}", summary="Read a product")
async def get_product(
    product_id: ProductId, work: CurrentWork, version: Version = None
) -> ProductView:
    """What it covers, within which sums, what it asks and at what price."""
    today = work.now.date()
    return ProductView.of(_plan(product_id, version, today), today)


@routes.get("/{product_id}/clauses", summary="Read the wording of a product")
async def get_clauses(
    *,
    product_id: ProductId,
    page: PageRequest,
    work: CurrentWork,
    language: Spoken,
    version: Version = None,
    jurisdiction: Jurisdiction = None,
) -> Page[ClauseRead]:
    """Its clauses in their order, before anything is bought.

    With a `jurisdiction` it is sold in, amounts stand in that market's money.
    """
    plan = _plan(product_id, version, work.now.date())
    wording = read_wording(plan, language, jurisdiction=jurisdiction)
    ids = [one.id for one in wording]
    last = None if page.after is None else str(page.after[0])
    begins = ids.index(last) + 1 if last in ids else 0
    shown = wording[begins : begins + page.limit]
    more = begins + page.limit < len(wording)
    following = write_cursor((shown[-1].id,)) if more else None
    return Page(items=[_clause(one, plan, language) for one in shown], next=following)


@routes.get("/{product_id}/clauses/{clause_id}", summary="Read a clause")
async def get_clause(
    *,
    product_id: ProductId,
    clause_id: ClauseId,
    work: CurrentWork,
    language: Spoken,
    version: Version = None,
    jurisdiction: Jurisdiction = None,
) -> ClauseRead:
    """One clause, such as an exclusion names it."""
    plan = _plan(product_id, version, work.now.date())
    found = read_clause(plan, clause_id, language, jurisdiction=jurisdiction)
    return _clause(found, plan, language)


def _plan(product_id: str, version: str | None, today: date) -> Plan:
    if version is None:
        return Products().plan(product_id, on=today)
    return Products().version(product_id, version)


def _clause(one: ReadClause, plan: Plan, language: Language) -> ClauseRead:
    known = {"product": plan.id, "product_version": plan.version, "language": language}
    return ClauseRead.model_validate({**vars(one), **known})
