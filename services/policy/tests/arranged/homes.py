"""A home that was sold at the price it was quoted, which an account and papers begin with."""

from typing import Any
from uuid import UUID

from chassis.identity import Principal
from chassis.testing import Stage
from contracts.roles import Role
from policy.examples import MARIA, a_customer
from policy.examples.asking import a_wish
from policy.storage import Products, Quotes, Wordings
from policy.use_cases.issue_contract import IssueContract, issue_contract


async def a_home(stage: Stage, language: str = "es", **changes: Any) -> str:
    """María's home in Valencia, with all its covers: 208.32 and levies of 33.78.

    She reads this language.
    """
    return await sold(stage, "home", language, **changes)


async def sold(stage: Stage, product: str, language: str = "es", **changes: Any) -> str:
    """A contract of this product, as its standard customer asks for it."""
    await stage.given(a_customer(language=language))
    agent = {**stage.as_(Role.AGENT), **stage.key()}
    wish = {**a_wish(product), "customer_id": str(MARIA), **changes}
    asked = await stage.http.post("/v1/quotes", json=wish, headers=agent)
    assert asked.status_code == 201, asked.text
    async with stage.running.works() as work:
        ana = Principal(subject="ana", roles=frozenset({Role.AGENT}))
        quote = await Quotes(work).get(UUID(asked.json()["id"]), asked_by=ana)
        version = await Quotes(work).version(quote, 1)
        of = version.asked.product_version
        plan = Products().version(product, of)
        order = IssueContract(
            customer_id=MARIA,
            offer=version.offer(plan),
            wording=Wordings().of(product, line=plan.product.line, version=of),
            by="ana",
        )
        return str((await issue_contract(order, work)).id)


async def changes(stage: Stage, policy: str, **answers: Any) -> dict[str, Any]:
    """María asks for other answers from October on, and agrees to them."""
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)
    said = [{"question": name, "answer": one} for name, one in answers.items()]
    wish = {"effective_on": "2026-10-01", "change": {"answers": said}, "reason": "So."}
    at = f"/v1/policies/{policy}/endorsements"
    asked = await stage.http.post(at, json=wish, headers={**maria, **stage.key()})
    done = await stage.http.put(
        f"{at}/{asked.json()['id']}/acceptance", headers={**maria, "If-Match": '"1"'}
    )
    assert done.status_code == 200, done.text
    found: dict[str, Any] = done.json()
    return found
