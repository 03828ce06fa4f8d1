"""From an offer on the table to the archive, from outside."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chassis.testing import Stage
from contracts.policy import (
    ApplicationAccepted,
    ApplicationArchived,
    ApplicationDeclined,
    ApplicationDispatched,
    ApplicationInvoiced,
    ApplicationSettled,
    ApplicationSigned,
    ConditionMissed,
    CounterOffered,
    DocumentsWanted,
    InspectionWanted,
    PolicyIssued,
    PremiumReceived,
)
from contracts.roles import Role
from policy.domain.application import Application
from policy.domain.policy import Policy
from policy.examples import MARIA, WEI, a_customer
from policy.examples.papers import a_review, handed_in
from policy.examples.selling import an_authority, an_offer_as_sent

THE_PREMIUM = {"amount": "1018.50", "currency": "USD"}
HOME_PAPERS = ["identity", "address_proof", "claims_history"]
POINTS = {
    "INS-C1": 10, "INS-C2": 6, "INS-C3": 6, "INS-O1": 8, "INS-O2": 5, "INS-O3": 6, "INS-P1": 8,
    "INS-P2": 10, "INS-P3": 6, "INS-P4": 6, "INS-E1": 6, "INS-E2": 9, "INS-E3": 5, "INS-M1": 5,
    "INS-S1": 4,
}  # fmt: skip


class Desk:
    """One application, and everybody who works on it: each call sends the version just read."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.who = {
            "ana": stage.as_(Role.AGENT, subject="ana"),
            "vera": stage.as_(Role.UNDERWRITER, subject="vera"),
            "sol": stage.as_(Role.UNDERWRITER, subject="sol"),
            "finn": stage.as_(Role.FINANCE, subject="finn"),
            "maria": stage.as_(Role.CUSTOMER, subject="maria", customer_id=MARIA),
        }
        self.shown: dict[str, Any] = {}
        self.code = ""

    async def opens(self, answers: Any = None, **said: Any) -> None:
        offer = an_offer_as_sent(answers, said.pop("limit", "250000.00"))
        body = {"customer_id": str(MARIA), "offer": offer, **said}
        self._took(
            await self.stage.http.post(
                "/v1/applications", json=body, headers={**self.who["ana"], **self.stage.key()}
            )
        )

    async def does(self, who: str, what: str, body: Any = None) -> int:
        posts = what in {"counter-offers", "documents", "conditions", "dispatch"}
        answer = await self.stage.http.request(
            "POST" if posts else "PUT",
            f"/v1/applications/{self.shown['id']}/{what}",
            json=body,
            headers={**self.who[who], **self.stage.key(), "If-Match": self.etag},
        )
        return self._took(answer)

    async def applies(self, answers: Any = None, **said: Any) -> None:
        await self.opens(answers, **said)
        await self.does("maria", "agreement")
        await self.does("maria", "submission")

    async def hands_in(self, kinds: list[str], answers: Any = None) -> int:
        return await self.does("maria", "documents", handed_in(kinds, answers))

    async def is_settled(self) -> None:
        await self.does("finn", "invoice", {"due_on": "2026-03-20"})
        await self.does("finn", "premium", {"amount": self.shown["invoiced"], "reference": "RF1"})

    def signature(self, **changes: Any) -> dict[str, Any]:
        body = {
            "signer": "María Santos",
            "level": "aes",
            "document_sha256": self.shown["terms_sha256"],
            "document_version": "1",
            "language": "es",
            "opened_at": self.stage.clock.now().isoformat(),
            "signed_at": self.stage.clock.now().isoformat(),
            "scrolled_to_end": True,
            "ticks": ["He leído y acepto."],
            "identity_method": "eid",
            "identity_result": "passed",
            "code_channel": "sms",
            "masked_target": "+1***0100",
        }
        return {**body, **changes}

    def _took(self, answer: Any) -> int:
        if answer.status_code in {200, 201}:
            self.shown, self.code = answer.json(), ""
            self.etag = answer.headers["ETag"]
        else:
            self.code = answer.json()["code"]
        status: int = answer.status_code
        return status


@pytest.fixture
async def desk(stage: Stage) -> Desk:
    """María has a file; Vera decides, Sol decides more."""
    await stage.given(a_customer(), an_authority(), an_authority("sol", 2))
    return Desk(stage)


async def test_a_standard_home_is_sold_from_the_first_offer_to_the_archive(
    stage: Stage, desk: Desk, schedule_of: Any
) -> None:
    await desk.applies()
    assert desk.shown["next"]["missing_documents"] == HOME_PAPERS
    await desk.hands_in(HOME_PAPERS)
    assert desk.shown["status"] == "accepted"  # by the machine, within its own limit
    await desk.is_settled()
    assert await desk.does("maria", "signature", desk.signature()) == 200, desk.code
    assert desk.shown["policy_id"] is None
    review = a_review(desk.stage.clock.now().isoformat())
    assert await desk.does("vera", "signature/review", review) == 200, desk.code
    sent = {
        "channel": "email", "address": "maria@insured.example", "why_address": "her file",
        "content_sha256": await schedule_of(desk.shown["policy_id"]), "proof": "bounced",
        "at": "2026-03-02T09:30:00Z",
        "time_zone": "America/Chicago",
    }  # fmt: skip
    await desk.does("ana", "dispatch", sent)
    assert desk.shown["status"] == "in_force"  # a bounce is no notice
    assert await desk.does("ana", "archive") == 409
    await desk.does("ana", "dispatch", {**sent, "channel": "registered_letter",
                                        "proof": "registered"})  # fmt: skip
    await desk.does("ana", "archive")

    assert desk.shown["status"] == "archived"
    policy = await stage.get(Policy, desk.shown["policy_id"])
    assert (policy.customer_id, str(policy.premium)) == (MARIA, "USD 1,018.50")
    assert policy.delivered_at == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    assert (await stage.get(Application, desk.shown["id"])).log_is_whole()
    said = {type(one): one for one in await stage.said()}
    assert said.keys() == {
        DocumentsWanted, ApplicationAccepted, ApplicationInvoiced, ApplicationSettled,
        ApplicationSigned, PolicyIssued, PremiumReceived, ApplicationDispatched,
        ApplicationArchived,
    }  # fmt: skip
    accepted = said[ApplicationAccepted]
    assert isinstance(accepted, ApplicationAccepted)
    assert accepted.terms_sha256 == desk.shown["terms_sha256"]


async def test_offers_go_both_ways_and_all_of_them_stay(stage: Stage, desk: Desk) -> None:
    await desk.opens()
    wish = {"offer": an_offer_as_sent(limit="200000.00"), "words": "Less is enough."}
    ours = {"offer": an_offer_as_sent(limit="220000.00"), "words": "This we can do."}

    assert await desk.does("ana", "agreement") == 409  # nobody agrees to their own offer
    await desk.does("maria", "counter-offers", wish)
    await desk.does("ana", "counter-offers", ours)
    await desk.does("maria", "agreement")

    assert [(one["side"], one["offer"]["covers"][0]["limit"]["amount"], one["words"])
            for one in desk.shown["proposals"]] == [
        ("company", "250000.00", ""),
        ("customer", "200000.00", "Less is enough."),
        ("company", "220000.00", "This we can do."),
    ]  # fmt: skip
    assert desk.shown["proposals"][2]["agreed_at"] is not None
    assert [type(one) for one in await stage.said()] == [CounterOffered]


async def test_all_that_is_missing_is_asked_for_once(stage: Stage, desk: Desk) -> None:
    offer = an_offer_as_sent({"timber_or_thatch_percent": 60})
    del offer["answers"]["contents_sum"]
    await desk.opens(offer=offer)
    await desk.does("maria", "agreement")
    await desk.does("maria", "submission")

    await desk.hands_in(HOME_PAPERS)
    await desk.hands_in(["photos"], {"contents_sum": 40_000})

    [asked] = await stage.said()
    assert isinstance(asked, DocumentsWanted)
    assert [asked.documents[0], asked.documents[-1]] == [
        "su documento de identidad o pasaporte", "fotografías",
    ]  # fmt: skip
    assert asked.answers == ["contents sum"]
    assert desk.shown["next"]["missing_documents"] == desk.shown["next"]["missing_answers"] == []


async def test_each_rule_is_cleared_on_its_own_and_a_material_change_opens_them_again(
    desk: Desk,
) -> None:
    await desk.applies({"business_use": True, "days_unoccupied": 90})
    await desk.hands_in(HOME_PAPERS)
    note = {"note": "A neighbour looks in."}

    assert await desk.does("ana", "referral/rules/UW-HOME-05", note) == 403
    await desk.does("vera", "referral/rules/UW-HOME-05", note)
    assert await desk.does("vera", "acceptance") == 409
    assert desk.code == "still-open"
    await desk.does("vera", "referral/rules/UW-HOME-09", note)
    other = {"offer": an_offer_as_sent({"business_use": True, "days_unoccupied": 200}),
             "words": "Away longer."}  # fmt: skip
    await desk.does("maria", "counter-offers", other)
    await desk.does("ana", "agreement")

    referred = [one for one in desk.shown["rules"] if one["outcome"] == "refer"]
    assert [one["cleared_at"] for one in referred] == [None, None]
    for rule in ("UW-HOME-05", "UW-HOME-09"):
        await desk.does("vera", f"referral/rules/{rule}", note)
    assert await desk.does("vera", "acceptance") == 200
    assert desk.shown["status"] == "accepted"


async def test_what_was_cleared_for_other_terms_is_opened_again(desk: Desk) -> None:
    await desk.applies({"days_unoccupied": 90})
    await desk.hands_in(HOME_PAPERS)
    await desk.does("vera", "referral/rules/UW-HOME-05", {"note": "A neighbour looks in."})
    away = an_offer_as_sent({"days_unoccupied": 200})
    for who in ("maria", "ana"):  # the same again, how often ever, is as far from what was agreed
        await desk.does(who, "counter-offers", {"offer": away, "words": "Away longer."})
    await desk.does("maria", "agreement")

    [waits] = [one for one in desk.shown["rules"] if one["outcome"] == "refer"]
    assert (waits["rule_id"], waits["cleared_at"]) == ("UW-HOME-05", None)


async def test_what_was_cleared_on_an_offer_under_way_is_not_cleared_for_what_stood_before(
    desk: Desk,
) -> None:
    away = {"offer": an_offer_as_sent({"days_unoccupied": 200}), "words": "As before."}
    await desk.applies({"days_unoccupied": 200})
    await desk.does("maria", "counter-offers", {"offer": an_offer_as_sent({"days_unoccupied": 61}),
                                                "words": "Less."})  # fmt: skip
    await desk.hands_in(HOME_PAPERS)  # audited with what lies on the table
    await desk.does("vera", "referral/rules/UW-HOME-05", {"note": "Two months are fine."})
    await desk.does("maria", "counter-offers", away)
    await desk.does("ana", "agreement")

    [waits] = [one for one in desk.shown["rules"] if one["outcome"] == "refer"]
    assert (waits["rule_id"], waits["cleared_at"]) == ("UW-HOME-05", None)


async def test_another_way_to_pay_opens_nothing(desk: Desk) -> None:
    await desk.applies({"days_unoccupied": 90})
    await desk.hands_in(HOME_PAPERS)
    await desk.does("vera", "referral/rules/UW-HOME-05", {"note": "A neighbour looks in."})
    offer = {**an_offer_as_sent({"days_unoccupied": 90}), "payment_mode": "half_yearly"}
    await desk.does("maria", "counter-offers", {"offer": offer, "words": "In two."})
    await desk.does("ana", "agreement")

    [cleared] = [one for one in desk.shown["rules"] if one["outcome"] == "refer"]
    assert cleared["cleared_by"] == "vera"


async def test_a_visit_that_finds_something_changes_the_terms(stage: Stage, desk: Desk) -> None:
    await desk.applies({"flood_return_years": 20, "flood_defence": False})
    await desk.hands_in([*HOME_PAPERS, "flood_defence_proof", "photos"])
    await desk.does("vera", "inspection/schedule",
                    {"scheduled_for": "2026-03-03T09:00:00Z", "surveyor": "Iker"})  # fmt: skip
    await stage.passes(timedelta(days=2))
    record = {
        "surveyor": "Iker", "persons_met": "María", "visited_at": "2026-03-03T09:00:00Z",
        "points": {**POINTS, "INS-E2": 0, "INS-P2": 0, "INS-C1": 0, "INS-O1": 0, "INS-P1": 0},
        "recommendations": [{
            "id": "R-1", "finding": "No barrier.", "asks_for": "Fit a flood barrier.",
            "words": {"en": "Fit a flood barrier.", "es": "Instale una barrera.",
                      "zh": "请安装防洪挡板。"},
            "weight": "critical", "owner": "customer", "due_on": "2026-03-20",
        }],
    }  # fmt: skip
    assert await desk.does("vera", "inspection/record", {**record, "points": {"INS-C1": 1}}) == 422
    assert await desk.does("vera", "inspection/record", record) == 200, desk.code
    [barrier] = [one for one in desk.shown["requirements"] if one["id"] == "INS-R-1"]
    assert barrier["words"] == record["recommendations"][0]["words"]
    file = await stage.http.get(f"/v1/customers/{MARIA}/file", headers=desk.who["maria"])
    assert file.json()["inspections"][0]["asks_for"] == [barrier["words"]["es"]]

    assert [one["rule_id"] for one in desk.shown["rules"]] == [
        "UW-HOME-01", "UW-HOME-03", "INS-SCORE",
    ]  # fmt: skip
    for rule in ("UW-HOME-03", "INS-SCORE"):
        await desk.does("vera", f"referral/rules/{rule}", {"note": "With a barrier."})
    await desk.does("vera", "acceptance")
    assert await desk.does("finn", "invoice", {"due_on": "2026-03-20"}) == 409
    await desk.does("maria", "agreement")
    await desk.is_settled()
    await desk.does("maria", "signature", desk.signature())
    review = a_review(desk.stage.clock.now().isoformat())
    assert await desk.does("vera", "signature/review", review) == 409
    assert desk.code == "condition-precedent-open"
    proof = {"note": "Photo of the barrier."}
    assert await desk.does("ana", "conditions/INS-R-1", proof) == 403
    await desk.does("vera", "conditions/INS-R-1", proof)
    assert await desk.does("vera", "signature/review", review) == 200
    visits = [one for one in await stage.said() if isinstance(one, InspectionWanted)]
    assert [one.scheduled_for is None for one in visits] == [True, False]


async def test_a_condition_that_is_missed_is_said_and_ends_nothing(
    stage: Stage, desk: Desk
) -> None:
    await desk.applies({"wiring_years": 50, "wiring_certificate": False})
    await desk.hands_in(HOME_PAPERS)
    await desk.does("maria", "agreement")
    await desk.is_settled()
    await desk.does("maria", "signature", desk.signature())
    await desk.does("vera", "signature/review", a_review("2026-03-02T09:30:00Z"))
    await stage.said()

    await stage.passes(timedelta(days=89))  # 1 April and 60 days are 31 May
    before = await stage.said()
    await stage.passes(timedelta(days=3))

    assert before == []
    [missed] = await stage.said()
    assert isinstance(missed, ConditionMissed)
    assert missed.condition.startswith("La cobertura empieza ya")
    policy = await stage.get(Policy, desk.shown["policy_id"])
    assert policy.cover_at(stage.clock.now()) == "in_force"


async def test_an_offer_at_a_price_of_the_sellers_own_is_for_a_person(desk: Desk) -> None:
    cheap = an_offer_as_sent()
    cheap["covers"][0]["premium"]["amount"] = "1000.00"
    more = an_offer_as_sent()
    more["covers"][0]["limit"]["amount"] = "260000.00"  # at the price of 250,000

    for offer in (cheap, more):
        await desk.applies(offer=offer)
        await desk.hands_in(HOME_PAPERS)
        assert desk.shown["status"] == "underwriting"
        assert [one["outcome"] for one in desk.shown["rules"]] == ["accept"]  # but for the price

    await desk.does("vera", "acceptance")
    assert desk.shown["status"] == "accepted"


def eur(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "EUR"}


async def test_above_ones_authority_a_second_person_decides(desk: Desk) -> None:
    for _ in range(4):  # at one address they count together
        await desk.applies(limit="400000.00")
        await desk.hands_in(HOME_PAPERS)
        await desk.does("vera", "acceptance")

    assert (desk.shown["status"], desk.shown["proposed_by"]) == ("underwriting", "vera")
    assert await desk.does("vera", "acceptance") == 403
    assert desk.code == "four-eyes"
    await desk.does("sol", "acceptance")

    assert desk.shown["acceptance"] == {
        "by": "sol", "level": 2, "needed": 2, "total": eur("1600000.00"),
        "made_of": {
            "offer": {"amount": "400000.00", "currency": "USD"}, "yardstick": "1",
            "offer_in_euros": eur("400000.00"),
            "same_customer": eur("1200000.00"), "same_address": eur("1200000.00"),
        },
        "at": "2026-03-02T09:30:00Z", "proposed_by": "vera",
    }  # fmt: skip


async def test_two_of_four_hundred_thousand_at_one_address_are_eight_hundred_thousand(
    desk: Desk,
) -> None:
    await desk.applies(limit="400000.00")
    await desk.hands_in(HOME_PAPERS)
    first = desk.shown["status"]
    await desk.applies(limit="400000.00")
    await desk.hands_in(HOME_PAPERS)

    assert (first, desk.shown["status"]) == ("accepted", "underwriting")
    await desk.does("vera", "acceptance")
    assert desk.shown["acceptance"]["needed"] == 1
    assert desk.shown["acceptance"]["total"] == eur("800000.00")


@pytest.mark.parametrize(
    ("subject", "grant", "code"),
    [
        ("ana", {"holder": "ana", "level": 3}, "four-eyes"),  # she sold it
        ("old", {"holder": "old", "to_on": datetime(2026, 3, 2, tzinfo=UTC).date()},
         "beyond-authority"),
        ("kin", {"holder": "kin", "related": [MARIA]}, "beyond-authority"),
        ("nobody", {"holder": "somebody"}, "beyond-authority"),
    ],
)  # fmt: skip
async def test_who_may_not_decide_is_refused_at_the_moment_of_the_decision(
    stage: Stage, desk: Desk, subject: str, grant: dict[str, Any], code: str
) -> None:
    await stage.given(an_authority(**grant))
    await desk.applies(limit="700000.00")
    await desk.hands_in(HOME_PAPERS)
    desk.who[subject] = stage.as_(Role.UNDERWRITER, subject=subject)

    assert await desk.does(subject, "acceptance") == 403
    assert desk.code == code


async def test_a_decline_gives_the_reason_and_an_appeal_is_heard_by_somebody_else(
    stage: Stage, desk: Desk
) -> None:
    await desk.applies({"flood_claims_10y": 2})
    await desk.hands_in(HOME_PAPERS)
    assert desk.shown["status"] == "underwriting"  # the machine never declines
    await desk.does("vera", "refusal", {"note": "Sin barreras."})

    [_, declined] = await stage.said()
    assert isinstance(declined, ApplicationDeclined)
    assert declined.reason.startswith("Tras dos inundaciones en diez años")
    await desk.does("maria", "appeal", {"words": "Barriers are fitted now."})
    note = {"note": "Barriers seen."}
    assert await desk.does("vera", "referral/rules/UW-HOME-04", note) == 403
    await desk.does("sol", "referral/rules/UW-HOME-04", note)
    assert await desk.does("vera", "acceptance") == 403
    assert await desk.does("sol", "acceptance") == 200
    assert desk.shown["status"] == "accepted"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"document_sha256": "f" * 64}, "other-document"),
        ({"level": "ses"}, "weak-signature"),
        ({"identity_result": "failed"}, "weak-signature"),
        ({"scrolled_to_end": False}, "weak-signature"),
        ({"signed_at": "2026-03-02T09:29:00Z"}, "weak-signature"),
        ({"signed_at": "2026-03-02T09:31:00Z"}, "weak-signature"),
        ({"code": "123456"}, "invalid-request"),
        ({"masked_target": "+14095550100"}, "invalid-request"),
    ],
)
async def test_a_signature_that_proves_nothing_is_refused(
    desk: Desk, changes: dict[str, Any], code: str
) -> None:
    await desk.applies()
    await desk.hands_in(HOME_PAPERS)
    await desk.is_settled()

    assert await desk.does("maria", "signature", desk.signature(**changes)) == 422
    if code != "invalid-request":
        assert desk.code == code


async def test_cover_begins_on_credit_only_by_somebody_who_did_not_sell_it(desk: Desk) -> None:
    await desk.applies()
    await desk.hands_in(HOME_PAPERS)
    await desk.does("finn", "invoice", {"due_on": "2026-03-20"})

    short = {"amount": {"amount": "399.99", "currency": "USD"}, "reference": "RF1"}
    assert await desk.does("finn", "premium", short) == 422
    desk.who["ana"] = desk.stage.as_(Role.FINANCE, subject="ana")
    assert await desk.does("ana", "credit", {"reference": "K-1"}) == 403
    await desk.does("finn", "credit", {"reference": "K-1"})

    assert (desk.shown["status"], desk.shown["settled_by"]) == ("settled", "credit")


async def test_what_is_not_hers_is_like_what_does_not_exist(stage: Stage, desk: Desk) -> None:
    await desk.applies()
    wei = stage.as_(Role.CUSTOMER, customer_id=WEI)
    one = f"/v1/applications/{desk.shown['id']}"

    read = await stage.http.get(one, headers=wei)
    agreed = await stage.http.put(f"{one}/agreement", headers={**wei, "If-Match": '"1"'})
    listed = await stage.http.get("/v1/applications", headers=wei)
    hers = await stage.http.get("/v1/applications", headers=desk.who["maria"])

    assert (read.status_code, agreed.status_code, listed.json()["items"]) == (404, 404, [])
    [mine] = hers.json()["items"]
    assert mine["next"]["who"] == "customer"  # her papers are missing
    assert mine["next"]["words"]["es"].startswith("No podemos decidir hasta tener")
    assert {step["by"] for step in mine["steps"]} == {""}


async def test_a_grant_of_authority_is_read_where_its_making_says(stage: Stage) -> None:
    ops = stage.as_(Role.OPS, subject="olga")
    grant = {"holder": "vera", "level": 2, "from_on": "2026-01-01", "to_on": "2027-01-01"}

    made = await stage.http.post("/v1/authorities", json=grant, headers={**ops, **stage.key()})
    read = await stage.http.get(made.headers["Location"], headers=ops)

    assert (made.status_code, read.status_code) == (201, 200)
    assert read.json() == made.json() == {**grant, "id": made.json()["id"], "granted_by": "olga",
                                          "related": []}  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "blamed"),
    [
        ({"two words": 1}, "/offer/answers/two words"),
        ({"rooms": 1.5}, "/offer/answers/rooms"),
        ({"rooms": ["four"]}, "/offer/answers/rooms"),
    ],
)
async def test_an_answer_that_is_none_is_named_once(
    stage: Stage, desk: Desk, answers: dict[str, Any], blamed: str
) -> None:
    body = {"customer_id": str(MARIA), "offer": an_offer_as_sent(answers)}
    headers = {**desk.who["ana"], **stage.key()}

    refused = await stage.http.post("/v1/applications", json=body, headers=headers)

    assert refused.status_code == 422
    assert [one["pointer"] for one in refused.json()["errors"]] == [blamed]
