"""A counter: María, and everybody of the house who works on what she asks for, by HTTP alone."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from chassis.testing import Stage
from contracts.roles import Role
from policy.examples import MARIA, a_customer
from policy.examples.asking import a_wish
from policy.examples.papers import a_review, handed_in
from policy.examples.selling import an_authority


class Counter:
    """María and the people of the house; each call sends the version that was just read."""

    def __init__(self, stage: Stage, schedule_of: Callable[[object], Awaitable[str]]) -> None:
        self.stage, self.maria, self.schedule_of = stage, MARIA, schedule_of
        self.who = {
            "maria": stage.as_(Role.CUSTOMER, subject="maria", customer_id=MARIA),
            "ana": stage.as_(Role.AGENT, subject="ana"),
            "vera": stage.as_(Role.UNDERWRITER, subject="vera"),
            "finn": stage.as_(Role.FINANCE, subject="finn"),
        }
        self.shown: dict[str, Any] = {}

    async def takes(
        self, product: str, answers: Any = None, *, by: str = "maria", **changes: Any
    ) -> None:
        """Ask for a quote, take it, and read the application that it opened."""
        who = self.who[by]
        changes |= {} if by == "maria" else {"customer_id": str(MARIA)}
        quote = await self.stage.http.post(
            "/v1/quotes",
            json=a_wish(product, answers, **changes),
            headers={**who, **self.stage.key()},
        )
        assert quote.status_code == 201, quote.text
        taken = await self.stage.http.put(
            f"/v1/quotes/{quote.json()['id']}/acceptance",
            json={"version": 1},
            headers={**who, "If-Match": quote.headers["ETag"]},
        )
        assert taken.status_code == 200, taken.text
        await self.reads(taken.json()["application_id"])

    async def reads(self, application_id: str) -> None:
        one = f"/v1/applications/{application_id}"
        answer = await self.stage.http.get(one, headers=self.who["maria"])
        self.shown, self.etag = answer.json(), answer.headers["ETag"]

    async def does(self, who: str, what: str, body: Any = None, *, status: int = 0) -> Any:
        posts = what in {"documents", "dispatch", "counter-offers", "conditions"}
        answer = await self.stage.http.request(
            "POST" if posts else "PUT",
            f"/v1/applications/{self.shown['id']}/{what}",
            json=body,
            headers={**self.who[who], **self.stage.key(), "If-Match": self.etag},
        )
        assert answer.status_code == (status or (201 if posts else 200)), answer.text
        if answer.is_success:
            self.shown, self.etag = answer.json(), answer.headers["ETag"]
        return answer.json()

    async def hands_in(self, answers: Any = None) -> None:
        """Every document that is asked for, and these answers."""
        kinds = self.shown["next"]["missing_documents"]
        await self.does("maria", "documents", handed_in(kinds, answers))

    async def applies(self, answers: Any = None) -> None:
        await self.does("maria", "submission")
        if self.shown["status"] == "underwriting":
            await self.hands_in(answers)

    async def pays(self) -> None:
        await self.does("finn", "invoice", {"due_on": "2026-03-31"})
        await self.does("finn", "premium", {"amount": self.shown["invoiced"], "reference": "RF1"})

    def on_the_table(self, **changes: Any) -> dict[str, Any]:
        """The terms that lie on the table, as an offer is sent, with these changes."""
        offer = self.shown["proposals"][-1]["offer"]
        names = ("product", "product_version", "jurisdiction", "currency", "place", "covers",
                 "levies", "payment_mode")  # fmt: skip
        sent = {name: offer[name] for name in names}
        sent |= {name: offer["period"][name] for name in ("starts_on", "ends_on", "time_zone")}
        answers = {**offer["answers"], **changes.pop("answers", {})}
        sent["answers"] = {name: said for name, said in answers.items() if said is not None}
        return {**sent, **changes}

    def signature(self, **changes: Any) -> dict[str, Any]:
        now = self.stage.clock.now().isoformat()
        body = {
            "signer": "María Santos", "level": "qes", "document_version": "1", "language": "es",
            "document_sha256": self.shown["terms_sha256"], "opened_at": now, "signed_at": now,
            "scrolled_to_end": True, "ticks": ["He leído y acepto."], "identity_method": "eid",
            "identity_result": "passed",
        }  # fmt: skip
        return {**body, **changes}

    async def signs(self) -> None:
        await self.does("maria", "signature", self.signature())

    def review(self, **changes: Any) -> dict[str, Any]:
        signed = [one["capacity"] for one in self.shown["signatures"]]
        return a_review(self.stage.clock.now().isoformat(), *signed, **changes)

    async def reviews(self, *, status: int = 0, **changes: Any) -> Any:
        return await self.does("vera", "signature/review", self.review(**changes), status=status)

    async def sends(self, *, status: int = 0, **changes: Any) -> Any:
        """Its schedule goes out, once it is made."""
        schedule = await self.schedule_of(self.shown["policy_id"])
        body = self.sent(**{"content_sha256": schedule, **changes})
        return await self.does("ana", "dispatch", body, status=status)

    def sent(self, **changes: Any) -> dict[str, Any]:
        body = {
            "channel": "registered_email", "address": "maria@insured.example",
            "why_address": "her file", "content_sha256": "b" * 64, "proof": "registered",
            "at": self.stage.clock.now().isoformat(), "time_zone": "Europe/Madrid",
        }  # fmt: skip
        return {**body, **changes}


@pytest.fixture
async def counter(stage: Stage, schedule_of: Callable[[object], Awaitable[str]]) -> Counter:
    await stage.given(a_customer(), an_authority())
    return Counter(stage, schedule_of)
