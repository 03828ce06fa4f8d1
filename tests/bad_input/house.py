"""A company with things in it, and a count of everything it did."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count
from typing import Any
from uuid import uuid4

from bad_input import money, sale
from bad_input.routes import Route
from journeys.company import Company, Somebody, eventually
from journeys.test_the_first_settled_claim import insured, reports

LISTS = {
    "/customers": "agent",
    "/policies": "agent",
    "/quotes": "agent",
    "/claims": "adjuster",
    "/complaints": "agent",
    "/enquiries": "agent",
    "/announcements": "agent",
    "/risk-profiles": "agent",
    "/advice": "agent",
    "/prospects": "agent",
    "/applications": "agent",
    "/authorities": "ops",
    "/bank-statements": "finance",
    "/refunds": "finance",
    "/documents": "agent",
}

SUMS = count(80_000)
Counted = dict[str, Any]
TIME_MAKES = ("{letter_id}", "{task_id}", "{request_id}", "/renewal")
"""What only failure makes, or time: a premium left unpaid, a next term when the end comes near."""


@dataclass(frozen=True, kw_only=True)
class House:
    """A customer, what they have with us, and everybody else's role."""

    company: Company
    routes: list[Route]
    customer: Mapping[str, Any]
    policy: Mapping[str, Any]
    quotes: list[Mapping[str, Any]]
    """Two, both offered."""
    claim: Mapping[str, Any]
    """In review: nobody has decided it."""
    complaint: Mapping[str, Any]
    enquiry: Mapping[str, Any]
    announcement: Mapping[str, Any]
    item: Mapping[str, Any]
    change: Mapping[str, Any]
    """Of the policy: priced, and nobody has agreed to it."""
    profile: Mapping[str, Any]
    advice: Mapping[str, Any]
    document: Mapping[str, Any]
    """The schedule of the policy."""
    statement: Mapping[str, Any]
    waiting: Mapping[str, Any]
    """Money in suspense."""
    account: Mapping[str, Any]
    """Of the policy, with credit."""
    refund: Mapping[str, Any]
    prospect: Mapping[str, Any]
    authority: Mapping[str, Any]
    application: Mapping[str, Any]
    """With an underwriter."""
    sold: Mapping[str, Any]
    """An application that became a contract."""

    @property
    def ids(self) -> dict[str, str]:
        """What is there, by the names that paths and bodies give it."""
        return {
            "customer_id": self.customer["id"],
            "policy_id": self.policy["id"],
            "quote_id": self.quotes[0]["id"],
            "number": "1",
            "claim_id": self.claim["id"],
            "complaint_id": self.complaint["id"],
            "enquiry_id": self.enquiry["id"],
            "announcement_id": self.announcement["id"],
            "item_id": self.item["id"],
            "endorsement_id": self.change["id"],
            "profile_id": self.profile["id"],
            "advice_id": self.advice["id"],
            "document_id": self.document["id"],
            "statement_id": self.statement["id"],
            "entry_id": self.waiting["id"],
            "invoice_id": self.account["invoices"][0]["id"],
            "refund_id": self.refund["id"],
            "prospect_id": self.prospect["id"],
            "purpose": "marketing",
            "authority_id": self.authority["id"],
            "application_id": self.application["id"],
            "paper_id": self.application["papers"][0]["id"],
            "rule_id": self.application["rules"][0]["rule_id"],
            "condition_id": self.application["requirements"][0]["id"],
        }

    @property
    def queries(self) -> dict[str, str]:
        """What some routes cannot be asked without."""
        return {
            "/v1/products/compare": "?ids=home,travel",
            "/v1/quotes/compare": "?ids=" + ",".join(quote["id"] for quote in self.quotes),
        }

    def owner(self) -> Somebody:
        return self.company.somebody("customer", self.customer["id"])

    def stranger(self) -> Somebody:
        """Another customer of ours."""
        return self.company.somebody("customer", str(uuid4()))

    def admitted(self, route: Route) -> dict[str, str]:
        """The header of somebody whom this route lets in: one of us where it can be."""
        if not route.roles:
            return {}
        staff = [role for role in route.roles if role != "customer"]
        usual = "agent" if "agent" in staff else next(iter(staff), "")  # who sees what is anybody's
        who = self.company.somebody(usual) if usual else self.owner()
        return bearer(who.token)

    async def count(self) -> Counted:
        """Every fact ever said, by service, and how long each list is."""
        return await self.said() | await self.lengths()

    async def said(self) -> Counted:
        """Every fact ever said, by service."""
        return {path: flow["said"] for path, flow in (await self._flows()).items()}

    async def lengths(self) -> Counted:
        """How long each list is."""
        return {path: await self._length(path, role) for path, role in LISTS.items()}

    @asynccontextmanager
    async def nothing_done(self) -> AsyncIterator[None]:
        """Whatever is tried in here leaves no trace."""
        before = await self.at_rest()
        yield
        assert await self.count() == before

    async def at_rest(self) -> Counted:
        """Wait until what was begun here has been heard of everywhere; what there is then."""
        seen: list[Counted] = []

        async def look() -> Counted:
            seen.append(await self._flows())
            return seen[-1]

        await eventually(look, lambda now: seen[-4:] == [now] * 4)
        return await self.count()

    async def _flows(self) -> Counted:
        """What each service has said and heard, and what of it waits."""
        flows = [route.path() for route in self.routes if route.template.endswith("/flow")]
        ops = self.company.somebody("ops")
        return {path: (await self._told(ops, path.removeprefix("/v1"))).json() for path in flows}

    async def _told(self, somebody: Somebody, path: str, **query: Any) -> Any:
        """The answer; an address that sent too many bad tokens is told to wait, and we share it."""
        ask = partial(somebody.get, path, **query)
        return await eventually(ask, lambda answer: answer.status_code != 429)

    async def _length(self, path: str, role: str) -> int:
        found, after = 0, {}
        somebody = self.company.somebody(role)
        while True:
            answer = await self._told(somebody, path, limit=100, **after)
            page = answer.json()
            found += len(page["items"])
            if not page["next"]:
                return found
            after = {"after": page["next"]}


async def furnished(company: Company, routes: list[Route]) -> House:
    """Somebody insured, who reported a small loss and complains that nobody called back."""
    customer, policy = await insured(company)
    me = company.somebody("customer", customer["id"])
    claim = await reports(me, policy["id"], "900.00")  # below the deductible: in review
    quotes = [await me.post("/quotes", a_quote()) for _ in range(2)]
    opened = await me.post("/complaints", grievance())
    assert opened.status_code == 201, opened.text
    asked = await me.post("/enquiries", enquiry())
    assert asked.status_code == 201, asked.text
    told = await company.somebody("ops").post("/announcements", announcement())
    assert told.status_code == 201, told.text
    inbox = await eventually(lambda: me.get("/inbox"), lambda page: page.json()["items"])
    agent = company.somebody("agent")
    change = await agent.post(f"/policies/{policy['id']}/endorsements", a_change(policy))
    assert change.status_code == 201, change.text
    profile = await me.post("/risk-profiles", answers())
    advice = await me.post("/advice", situation())
    assert (profile.status_code, advice.status_code) == (201, 201), advice.text
    paper = await agent.post(f"/policies/{policy['id']}/documents", {"kind": "schedule"})
    assert paper.status_code == 201, paper.text
    wish = await me.put("/customers/" + customer["id"] + "/erasure", {"reason": "Go."})
    assert wish.status_code == 200, wish.text  # deferred: the contract runs
    finance = company.somebody("finance")
    statement = await finance.post("/bank-statements", money.a_bank_statement())
    assert statement.status_code == 201, statement.text
    entries = await finance.get(f"/bank-statements/{statement.json()['id']}/entries")
    account = await money.an_account(company, policy)
    prospect = await agent.post("/prospects", sale.first_contact())
    authority = await company.somebody("ops").post(
        "/authorities", sale.a_grant("journey-underwriter")
    )
    assert (prospect.status_code, authority.status_code) == (201, 201), authority.text
    made = House(
        company=company,
        routes=routes,
        customer=customer,
        policy=policy,
        quotes=[quote.json() for quote in quotes],
        claim=claim,
        complaint=opened.json(),
        enquiry=asked.json(),
        announcement=told.json(),
        item=inbox.json()["items"][0],
        change=change.json(),
        profile=profile.json(),
        advice=advice.json(),
        document=paper.json(),
        statement=statement.json(),
        waiting=entries.json()["items"][0],
        account=account,
        refund=await money.a_large_refund(company, policy),
        prospect=prospect.json(),
        authority=authority.json(),
        application=await sale.on_the_desk(company, customer),
        sold=await sale.sold(company, customer),
    )
    await made.at_rest()
    return made


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def a_change(policy: Mapping[str, Any]) -> dict[str, Any]:
    """Less insured in the last thirty days."""
    cover = {"id": "flood", "limit": {"amount": "90000.00", "currency": "USD"}}
    day = date.fromisoformat(policy["ends_on"]) - timedelta(days=30)
    return {"effective_on": str(day), "change": {"covers": [cover]}, "reason": "Smaller."}


def a_quote(**changes: Any) -> dict[str, Any]:
    """Flood cover of their own house from tomorrow, asked for by a customer."""
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    body: dict[str, Any] = {
        "product": "flood-home",
        "jurisdiction": "US",
        "starts_on": str(tomorrow),
        "ends_on": str(tomorrow + timedelta(days=365)),
        "answers": {"sum_insured": "100000.00", "deductible": "1000"},
    }
    return {**body, **changes}


def a_changed_quote(**changes: Any) -> dict[str, Any]:
    """Other answers each time; the product stays."""
    less = {"sum_insured": f"{next(SUMS)}.00", "deductible": "1000"}
    body = a_quote(**{"answers": less, **changes})
    del body["product"]
    return body


def grievance() -> dict[str, Any]:
    """A complaint about nothing in particular."""
    return {"about": "service", "description": "Three weeks, and nobody has called me back."}


def enquiry() -> dict[str, Any]:
    """A question that no wording answers."""
    return {"question": "Do you cover my dog?", "language": "en"}


def a_visitors_enquiry() -> dict[str, Any]:
    """The same from somebody we do not know, who may ask so often and no oftener."""
    return {**enquiry(), "email": f"v{uuid4().hex}@insured.example", "contact": True}


def announcement() -> dict[str, Any]:
    """Something for everybody, until tomorrow."""
    words = {"title": "Open day", "text": "Come and see."}
    soon = datetime.now(UTC) + timedelta(days=1)
    return {
        "kind": "activity",
        "audience": "everybody",
        **dict.fromkeys(("en", "es", "zh"), words),
        "valid_until": soon.isoformat(),
    }


def answers() -> dict[str, Any]:
    """Somebody owns a home."""
    said = [{"question": "owns_home", "answer": "yes"}]
    return {"questionnaire": "household", "stage": "family", "answers": said}


def situation() -> dict[str, Any]:
    """A phone to keep or to insure."""
    phone = {"id": "phone", "covered_elsewhere": "no", "someone_loses": "yes"}
    returns = {"return_on_own_funds": "0.02", "return_on_liquid_money": "0.02"}
    whose = {"subject": "household", "jurisdiction": "ES", "currency": "EUR", "means": {}}
    return {"situation": {**whose, **returns, "risks": [phone]}}


def loss(policy_id: str) -> dict[str, Any]:
    """A loss of two days ago that the rules approve at once."""
    return {
        "policy_id": policy_id,
        "peril": "rainfall",
        "occurred_at": (datetime.now(UTC) - timedelta(days=2)).isoformat(),
        "damage": {"amount": "8500.00", "currency": "USD"},
        "description": "Water came in through the kitchen.",
    }
