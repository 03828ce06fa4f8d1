"""A company with things in it, and a count of everything it did."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from bad_input.routes import Route
from journeys.company import Company, Somebody, eventually
from journeys.test_the_first_settled_claim import insured, reports

from policy.examples.money import a_bank_file, a_csv, a_line

LISTS = {"/customers": "agent", "/policies": "agent", "/claims": "adjuster", "/complaints": "agent"}

Counted = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class House:
    """A customer, what they have with us, and everybody else's role."""

    company: Company
    routes: list[Route]
    customer: Mapping[str, Any]
    policy: Mapping[str, Any]
    claim: Mapping[str, Any]
    """In review: nobody has decided it."""
    complaint: Mapping[str, Any]
    item: Mapping[str, Any]
    statement: Mapping[str, Any]
    waiting: Mapping[str, Any]
    """Money in suspense."""

    @property
    def ids(self) -> dict[str, str]:
        """What is there, by the names that paths and bodies give it."""
        return {
            "customer_id": self.customer["id"],
            "policy_id": self.policy["id"],
            "claim_id": self.claim["id"],
            "complaint_id": self.complaint["id"],
            "item_id": self.item["id"],
            "statement_id": self.statement["id"],
            "entry_id": self.waiting["id"],
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
        who = self.company.somebody(staff[0]) if staff else self.owner()
        return bearer(who.token)

    async def count(self) -> Counted:
        """Every fact ever said, by service, and how long each list is."""
        flows = [route.path() for route in self.routes if route.template.endswith("/flow")]
        ops = self.company.somebody("ops")
        said = await asyncio.gather(*(ops.get(path.removeprefix("/v1")) for path in flows))
        long = await asyncio.gather(*(self._length(path, role) for path, role in LISTS.items()))
        counted: Counted = dict(zip(LISTS, long, strict=True))
        return counted | {path: one.json()["said"] for path, one in zip(flows, said, strict=True)}

    @asynccontextmanager
    async def nothing_done(self) -> AsyncIterator[None]:
        """Whatever is tried in here leaves no trace."""
        before = await self.count()
        yield
        assert await self.count() == before

    async def _length(self, path: str, role: str) -> int:
        found, after = 0, {}
        somebody = self.company.somebody(role)
        while True:
            page = (await somebody.get(path, limit=100, **after)).json()
            found += len(page["items"])
            if not page["next"]:
                return found
            after = {"after": page["next"]}


async def furnished(company: Company, routes: list[Route]) -> House:
    """Somebody insured, who reported a small loss and complains that nobody called back."""
    customer, policy = await insured(company)
    me = company.somebody("customer", customer["id"])
    claim = await reports(me, policy["id"], "900.00")  # below the deductible: in review
    opened = await me.post("/complaints", grievance())
    assert opened.status_code == 201, opened.text
    inbox = await eventually(lambda: me.get("/inbox"), lambda page: page.json()["items"])
    finance = company.somebody("finance")
    name = uuid4().hex
    sent = a_bank_file(a_csv(a_line("1.00", bank_reference=name), statement=name))
    statement = await finance.post("/bank-statements", sent)
    assert statement.status_code == 201, statement.text
    entries = await finance.get(f"/bank-statements/{statement.json()['id']}/entries")
    return House(
        company=company,
        routes=routes,
        customer=customer,
        policy=policy,
        claim=claim,
        complaint=opened.json(),
        item=inbox.json()["items"][0],
        statement=statement.json(),
        waiting=entries.json()["items"][0],
    )


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def grievance() -> dict[str, Any]:
    """A complaint about nothing in particular."""
    return {"about": "service", "description": "Three weeks, and nobody has called me back."}


def loss(policy_id: str) -> dict[str, Any]:
    """A loss of two days ago that the rules approve at once."""
    return {
        "policy_id": policy_id,
        "peril": "rainfall",
        "occurred_at": (datetime.now(UTC) - timedelta(days=2)).isoformat(),
        "damage": {"amount": "8500.00", "currency": "USD"},
        "description": "Water came in through the kitchen.",
    }
