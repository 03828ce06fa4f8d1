"""A signature is worth what somebody found it to be, and was given when there was what to sign."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from chassis.testing import Stage

FAKE = {"level": "qes", "certificates": ["MIIB"]}


async def signed(counter: Any, product: str = "home", **changes: Any) -> None:
    await counter.takes(product)
    await counter.applies()
    await counter.pays()
    await counter.does("maria", "signature", counter.signature(**changes))


async def test_what_a_customer_calls_qualified_is_simple_until_somebody_found_it_to_be(
    stage: Stage, counter: Any
) -> None:
    await signed(counter, **FAKE)
    [by_her] = counter.shown["signatures"]

    refused = await counter.reviews(status=422, validation=None)
    await counter.reviews()

    assert (by_her["level"], by_her["worth"], by_her["validation"]) == ("qes", "ses", None)
    assert datetime.fromisoformat(by_her["recorded_at"]) == stage.clock.now()
    assert (refused["code"], refused["errors"][0]["pointer"]) == (
        "signature-not-validated", "/validation",
    )  # fmt: skip
    [found] = counter.shown["signatures"]
    report = counter.shown["papers"][-1]
    assert (found["worth"], found["validation"]["by"]) == ("qes", "vera")
    assert (report["kind"], report["by"]) == ("validation_report", "vera")
    assert (found["validation"]["report_id"], found["validation"]["report_sha256"]) == (
        report["id"], report["sha256"],
    )  # fmt: skip
    kept = await stage.http.get(
        f"/v1/applications/{counter.shown['id']}/papers/{report['id']}",
        headers=counter.who["maria"],
    )
    assert kept.content.startswith(b"%PDF-")
    await counter.reads(counter.shown["id"])
    names = [counter.shown["papers"][-1]["by"], counter.shown["signatures"][0]["validation"]["by"]]
    assert names == ["", ""]  # who of us it was is ours


async def test_a_simple_signature_is_enough_where_the_line_asks_for_no_more(counter: Any) -> None:
    await signed(counter, "travel", level="ses")

    await counter.reviews(validation=None)

    assert counter.shown["status"] == "in_force"
    assert [one["worth"] for one in counter.shown["signatures"]] == ["ses"]


@pytest.mark.parametrize(
    ("product", "changes", "code", "pointer"),
    [
        ("term-life", {"holder": "aes"}, "signature-not-validated", "/validation/holder"),
        ("home", {"life_insured": "qes"}, "signature-not-validated", "/validation/life_insured"),
        ("home", {"validated_at": "2026-03-02T09:29:59Z"}, "signature-not-validated",
         "/validation/validated_at"),
        ("home", {"validated_at": "2026-03-02T09:30:01Z"}, "signature-not-validated",
         "/validation/validated_at"),
        ("home", {"report": None}, "invalid-body", "/validation/report"),
    ],
)  # fmt: skip
async def test_what_is_no_validation_is_refused_with_the_field(
    counter: Any, product: str, changes: dict[str, Any], code: str, pointer: str
) -> None:
    await signed(counter, product)

    said = {**counter.review()["validation"], **changes}
    refused = await counter.reviews(status=422, validation=said)

    assert refused["code"] == code
    assert [one["pointer"] for one in refused["errors"]] == [pointer]
    assert counter.shown["status"] == "signed"


async def test_a_report_is_a_paper_of_its_own(counter: Any) -> None:
    await signed(counter)
    twice = counter.review()["validation"]
    content = {"content": "JVBERi0xLjcKJSBpZGVudGl0eQolJUVPRgo="}  # the identity that she handed in
    twice["report"] = {**twice["report"], **content}

    refused = await counter.reviews(status=422, validation=twice)

    assert (refused["code"], refused["errors"][0]["pointer"]) == (
        "same-paper", "/validation/report/content",
    )  # fmt: skip


async def test_nobody_signed_before_there_was_what_to_sign(stage: Stage, counter: Any) -> None:
    await counter.takes("home")
    await counter.applies()
    accepted = stage.clock.now()
    await stage.passes(timedelta(days=1))
    await counter.pays()
    early = (accepted - timedelta(minutes=1)).isoformat()
    later = accepted.isoformat()

    opened = counter.signature(opened_at=early, signed_at=later)
    refused = await counter.does("maria", "signature", opened, status=422)
    await counter.does("maria", "signature", counter.signature(opened_at=later, signed_at=later))

    assert (refused["code"], refused["errors"][0]["pointer"]) == ("weak-signature", "/opened_at")
    assert counter.shown["status"] == "signed"


async def test_nobody_signed_conditions_before_they_agreed_to_them(
    stage: Stage, counter: Any
) -> None:
    await counter.takes("home")
    await counter.does("maria", "submission")
    words = dict.fromkeys(("en", "es", "zh"), "Fit a barrier.")
    wanted = {"id": "C-1", "kind": "works", "words": words, "precedent": False}
    await counter.does("vera", "conditions", wanted)
    await counter.hands_in()
    opened = stage.clock.now()
    await stage.passes(timedelta(hours=2))
    await counter.does("maria", "agreement")
    await counter.pays()

    early = counter.signature(opened_at=opened.isoformat(), signed_at=opened.isoformat())
    refused = await counter.does("maria", "signature", early, status=422)
    await counter.does("maria", "signature", counter.signature(opened_at=opened.isoformat()))

    assert (refused["code"], refused["errors"][0]["pointer"]) == ("weak-signature", "/signed_at")
    assert counter.shown["status"] == "signed"
