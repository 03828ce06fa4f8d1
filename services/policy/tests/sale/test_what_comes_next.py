"""What `next` says can be done: whoever is told so does it, wherever the application stands."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest

from chassis.ids import new_id
from chassis.testing import Stage
from contracts.roles import Role
from policy.domain.application import Application, Status
from policy.domain.application_parts import Paper, Requirement, Signature, SignatureLevel
from policy.domain.sale import audit, decide, negotiate, send, settle, sign
from policy.domain.sale.review import REPORT, Review, Stated
from policy.domain.underwriting.authority import Decider, Level
from policy.examples import MARIA, NOW, POLICY, a_customer, a_policy
from policy.examples.papers import a_paper
from policy.examples.selling import an_application, an_offer
from policy.storage import Underwriting

BOOK, LIMITS = Underwriting().rules("home"), Underwriting().limits()
VERA = Decider(subject="vera", level=Level.SENIOR)
SUE = Decider(subject="sue", level=Level.SENIOR)
FIRST = Requirement(
    id="C-1", kind="repair", words=dict.fromkeys(("en", "es", "zh"), "First."), precedent=True
)
Step = Callable[[Application], object]


def agreed(one: Application) -> None:
    negotiate.agree(one, side="customer", by="maria", at=NOW)


def theirs(one: Application) -> None:
    negotiate.counter(
        one, an_offer(limit=240_000), side="customer", by="maria", words="", own=None, at=NOW
    )


def ours(one: Application) -> None:
    negotiate.counter(
        one, an_offer(limit=230_000), side="company", by="ana", words="", own=None, at=NOW
    )


def applied(one: Application) -> None:
    audit.submit(one, by="maria", at=NOW)
    audit.audit(one, BOOK, at=NOW)


def handed_in(one: Application) -> None:
    papers = [
        Paper(kind=kind, name="x", sha256=sha256(kind.encode()).hexdigest(), by="maria", at=NOW)
        for kind in one.missing_papers
    ]
    audit.hand_in(one, papers, {}, by="maria", at=NOW)


def accepted(one: Application) -> None:
    total = one.offer.covers[0].limit.amount
    decide.accept(one, LIMITS, total=total, by=VERA, at=NOW)


def required(one: Application) -> None:
    decide.require(one, FIRST, by=VERA, at=NOW)


def declined(one: Application) -> None:
    decide.decline(one, BOOK, by=SUE if one.is_appealed else VERA, note="No.", at=NOW)


def appealed(one: Application) -> None:
    decide.appeal(one, by="maria", words="Please.", at=NOW)


def postponed(one: Application) -> None:
    one.move_to(Status.POSTPONED, by="vera", at=NOW)


def invoiced(one: Application) -> None:
    day = date(2026, 3, 20)
    settle.invoice(one, due_on=day, today=day, credit_days=0, by="finn", at=NOW)


def paid(one: Application) -> None:
    settle.receive_premium(one, one.offer.total, reference="RF1", by="finn", at=NOW)


def a_signature(one: Application) -> dict[str, Any]:
    return {
        "signer": "María Santos", "capacity": "holder", "level": SignatureLevel.AES,
        "document_sha256": one.terms_sha256, "document_version": "1", "language": "es",
        "opened_at": NOW, "signed_at": NOW, "scrolled_to_end": True, "ticks": ("Acepto.",),
        "identity_method": "eid", "identity_result": "passed",
    }  # fmt: skip


def signed(one: Application) -> None:
    signature = Signature(**a_signature(one), recorded_by="maria", signer_matches=True)
    sign.sign(one, signature, BOOK, by="maria", at=NOW)


def in_force(one: Application) -> None:
    report = Paper(
        id=new_id(), kind=REPORT, of="other", name="x", sha256="f" * 64, by="vera", at=NOW
    )
    stated = Stated(levels={"holder": SignatureLevel.AES}, validated_by="Trust", validated_at=NOW)
    sign.put_in_force(one, POLICY, Review(stated=stated), BOOK, report=report, by="vera", at=NOW)


def dispatched(one: Application) -> None:
    one.move_to(Status.DISPATCHED, by="ana", at=NOW)


def archived(one: Application) -> None:
    send.archive(one, by="ana", at=NOW)


def withdrawn(one: Application) -> None:
    decide.withdraw(one, by="maria", at=NOW)


ON_THE_DESK = (agreed, applied)
SOLD = (*ON_THE_DESK, handed_in, accepted)
WAYS: dict[str, tuple[Step, ...]] = {
    "ours": (),
    "theirs": (theirs,),
    "agreed": (agreed,),
    "ours again": (theirs, ours),
    "underwriting": ON_THE_DESK,
    "underwriting ours": (*ON_THE_DESK, ours),
    "underwriting theirs": (*ON_THE_DESK, theirs),
    "postponed": (*ON_THE_DESK, postponed),
    "declined": (*ON_THE_DESK, declined),
    "declined again": (*ON_THE_DESK, declined, appealed, declined),
    "conditions": (*ON_THE_DESK, handed_in, required, accepted),
    "accepted": SOLD,
    "invoiced": (*SOLD, invoiced),
    "settled": (*SOLD, invoiced, paid),
    "signed": (*SOLD, invoiced, paid, signed),
    "in force": (*SOLD, invoiced, paid, signed, in_force),
    "dispatched": (*SOLD, invoiced, paid, signed, in_force, dispatched),
    "archived": (*SOLD, invoiced, paid, signed, in_force, dispatched, archived),
    "withdrawn": (withdrawn,),
}
COMES_NEXT = {
    "ours": "acéptelas",
    "theirs": "Las aceptamos",
    "agreed": "Solicite ya",
    "conditions": "Confírmelas",
    "accepted": "Le enviamos el recibo",
    "declined": "Puede pedir que otra persona",
    "declined again": "otra persona ya lo ha revisado",
}


def gone_so_far(way: tuple[Step, ...]) -> Application:
    one = an_application()
    one.id, one.number = new_id(), f"A-2026-{new_id().hex[-6:].upper()}"
    for step in way:
        step(one)
    return one


def body(verb: str, one: Application, schedule: str) -> Any:
    """What is sent with it."""
    offer = one.offer
    sent = {
        name: getattr(offer, name)
        for name in ("product", "product_version", "jurisdiction", "currency")
    }
    sent |= {"place": offer.place.model_dump(), "covers": [_cover(each) for each in offer.covers]}
    sent |= {"starts_on": "2026-04-01", "ends_on": "2027-04-01", "time_zone": "America/Chicago"}
    signature = {**a_signature(one), "opened_at": f"{NOW:%FT%TZ}", "signed_at": f"{NOW:%FT%TZ}"}
    amount = {"amount": str(offer.total.amount), "currency": "USD"}
    return {
        "counter-offers": {"offer": {**sent, "answers": dict(offer.answers)}, "words": "Less."},
        "documents": {"documents": [a_paper("photo")]},
        "invoice": {"due_on": "2026-03-25"},
        "premium": {"amount": amount, "reference": "RF1"},
        "credit": {"reference": "K-1"},
        "signature": signature,
        "appeal": {"words": "Please."},
        "first-day": {"starts_on": "2026-04-20"},
        "dispatch": {
            "channel": "registered_email", "address": "maria@insured.example",
            "why_address": "her file", "content_sha256": schedule, "proof": "registered",
            "at": f"{NOW:%FT%TZ}", "time_zone": "Europe/Madrid",
        },
    }.get(verb)  # fmt: skip


def _cover(cover: Any) -> Any:
    said = {name: _money(getattr(cover, name)) for name in ("limit", "deductible", "premium")}
    return {"id": cover.id, "perils": list(cover.perils), **said}


def _money(value: Any) -> Any:
    return {"amount": str(value.amount), "currency": value.currency}


def readers(stage: Stage) -> Iterator[dict[str, str]]:
    yield stage.as_(Role.CUSTOMER, subject="maria", customer_id=MARIA)
    yield stage.as_(Role.AGENT, subject="ana")
    yield stage.as_(Role.UNDERWRITER, subject="vera")
    yield stage.as_(Role.FINANCE, subject="finn")


async def next_of(stage: Stage, one: Application, who: dict[str, str]) -> Any:
    answer = await stage.http.get(f"/v1/applications/{one.id}", headers=who)
    assert answer.status_code == 200, answer.text
    return answer.json()["next"]


async def does(
    stage: Stage, one: Application, who: dict[str, str], verb: str, schedule: str = ""
) -> Any:
    posts = verb in {"documents", "dispatch", "counter-offers"}
    return await stage.http.request(
        "POST" if posts else "PUT",
        f"/v1/applications/{one.id}/{verb}",
        json=body(verb, one, schedule),
        headers={**who, **stage.key(), "If-Match": f'"{one.version}"'},
    )


async def refused_of(stage: Stage, way: tuple[Step, ...], schedule: str) -> list[str]:
    """What anybody is told they can do, and is refused then."""
    refused = []
    for who in readers(stage):
        shown = gone_so_far(way)
        await stage.given(shown)
        for verb in (await next_of(stage, shown, who))["actions"]:
            fresh = gone_so_far(way)
            await stage.given(fresh)
            answer = await does(stage, fresh, who, verb, schedule)
            if not answer.is_success:
                refused.append(f"{verb}: {answer.text}")
    return refused


@pytest.mark.parametrize("state", WAYS)
async def test_nobody_is_told_to_do_what_would_be_refused(
    stage: Stage, state: str, schedule_of: Callable[[object], Awaitable[str]]
) -> None:
    await stage.given(a_customer(), a_policy())
    schedule = await schedule_of(POLICY) if dispatched not in WAYS[state] else ""
    shown = gone_so_far(WAYS[state])
    await stage.given(shown)
    maria = next(readers(stage))

    said = await next_of(stage, shown, maria)

    assert COMES_NEXT.get(state, "") in said["words"]["es"]
    assert await refused_of(stage, WAYS[state], schedule) == []


@pytest.mark.parametrize(
    ("state", "actions"),
    [
        ("ours", ["agreement", "counter-offers"]),
        ("theirs", ["counter-offers"]),
        ("agreed", ["submission", "counter-offers"]),
        ("declined", ["appeal"]),
        ("declined again", []),
        ("conditions", ["agreement"]),
        ("accepted", []),
        ("settled", ["signature"]),
    ],
)
async def test_she_is_told_what_she_can_do(stage: Stage, state: str, actions: list[str]) -> None:
    shown = gone_so_far(WAYS[state])
    await stage.given(a_customer(), shown)

    assert (await next_of(stage, shown, next(readers(stage))))["actions"] == actions


async def test_a_taken_quote_is_applied_for_and_not_agreed_to_again(counter: Any) -> None:
    await counter.takes("home")

    assert counter.shown["next"]["actions"] == ["submission", "counter-offers"]
    assert counter.shown["next"]["who"] == "customer"
    assert counter.shown["next"]["words"]["es"].startswith("Estamos de acuerdo")
    refused = await counter.does("maria", "agreement", status=409)
    assert refused["code"] == "nothing-to-agree"


@pytest.mark.parametrize("state", ["agreed", "postponed"])
async def test_terms_held_no_longer_lead_to_another_quote(stage: Stage, state: str) -> None:
    shown = gone_so_far(WAYS[state])
    await stage.given(a_customer(), shown)
    stage.clock.advance(timedelta(days=91))

    said = await next_of(stage, shown, next(readers(stage)))

    assert (said["actions"], said["words"]["en"][:38]) == (
        [],
        "The price of these terms is held no lo",
    )


async def test_a_first_day_that_went_by_is_moved_before_anything_else(stage: Stage) -> None:
    unbound = (*SOLD, invoiced)
    shown = gone_so_far(unbound)
    await stage.given(a_customer(), shown)
    stage.clock.advance(timedelta(days=35))
    maria, *_, finn = readers(stage)

    before = await next_of(stage, shown, maria)
    paid_late = await does(stage, shown, finn, "premium")
    after = await next_of(stage, shown, maria)
    shown.version = int(paid_late.headers["ETag"].strip('"'))
    moved = await does(stage, shown, maria, "first-day")

    assert before["actions"] == ["first-day"]
    assert (after["who"], after["actions"]) == ("both", ["first-day"])
    assert moved.json()["next"]["actions"] == ["signature"]
