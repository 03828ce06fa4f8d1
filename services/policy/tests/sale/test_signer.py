"""Who signed is whom the file names, or whoever reviews it says why that is all right."""

from typing import Any, Literal

import pytest

from policy.domain.application import Application
from policy.domain.application_parts import Signature, SignatureLevel
from policy.domain.customer import Kind
from policy.domain.insured_file import Organisation, Representative
from policy.domain.sale.review import is_by_another
from policy.domain.sale.signer import is_same_name, matches
from policy.examples import NOW, a_customer
from policy.examples.papers import a_paper

WHY = "Her sister, under the power of attorney of 2025."


async def hands_in(counter: Any, who: str, kind: str, of: str = "signer") -> Any:
    """A paper of its own bytes; its id."""
    sheet = a_paper(f"{kind} of {of}") | {"kind": kind, "of": of}
    await counter.does(who, "documents", {"documents": [sheet]})
    return counter.shown["papers"][-1]["id"]


async def up_to_the_signature(counter: Any, signer: str) -> None:
    await counter.takes("home")
    await counter.applies()
    await counter.pays()
    await counter.does("maria", "signature", counter.signature(signer=signer))


async def test_a_signature_under_another_name_is_shown_and_needs_a_word_on_why(
    counter: Any,
) -> None:
    await up_to_the_signature(counter, "Donald Duck")

    assert counter.shown["signatures"][0]["signer_matches"] is False
    refused = await counter.reviews(status=422)
    power = await hands_in(counter, "maria", "representation")
    unshown = await counter.reviews(status=422, why_other_signer=WHY)
    await counter.reviews(why_other_signer=WHY, signer_paper_ids=[power])

    for one, field in ((refused, "/why_other_signer"), (unshown, "/signer_paper_ids")):
        assert (one["code"], one["errors"][0]["pointer"]) == ("other-signer", field)
    assert counter.shown["status"] == "in_force"
    assert counter.shown["signatures"][0]["stands_on"] == power
    steps = await counter.stage.get(Application, counter.shown["id"])
    assert [one.note for one in steps.steps if one.what == "other_signer_accepted"] == [WHY]


@pytest.mark.parametrize(
    ("kind", "of", "by", "code"),
    [
        ("photos", "signer", "maria", "other-signer"),
        ("identity", "life_insured", "maria", "other-signer"),
        ("representation", "signer", "vera", "four-eyes"),
    ],
)
async def test_not_every_paper_shows_that_another_name_may_sign(
    counter: Any, kind: str, of: str, by: str, code: str
) -> None:
    await up_to_the_signature(counter, "Donald Duck")
    paper = await hands_in(counter, by, kind, of)

    status = 403 if code == "four-eyes" else 422
    refused = await counter.reviews(status=status, why_other_signer=WHY, signer_paper_ids=[paper])

    assert refused["code"] == code
    assert counter.shown["status"] == "signed"


async def test_a_signature_under_another_name_may_be_sent_back(counter: Any) -> None:
    await up_to_the_signature(counter, "Donald Duck")

    await counter.does("vera", "signature/review", {"convinces": False, "note": "Who is that?"})
    await counter.signs()
    await counter.reviews()

    assert counter.shown["signatures"][0]["signer_matches"] is True
    assert counter.shown["status"] == "in_force"


async def test_a_signature_under_the_name_of_the_file_needs_nothing_more(counter: Any) -> None:
    await up_to_the_signature(counter, "SANTOS, Maria")

    assert counter.shown["signatures"][0]["signer_matches"] is True
    await counter.reviews()


async def test_the_holder_does_not_consent_for_the_life_insured_unseen(counter: Any) -> None:
    await counter.takes("term-life", {"insured_is_holder": False, "insured_consented": True})
    await counter.applies()
    await counter.pays()
    await counter.signs()
    herself = counter.signature(signer="Santos, Maria", capacity="life_insured")
    await counter.does("maria", "signature", herself)

    refused = await counter.reviews(status=422)
    why = "Her daughter has the same name; the identity card shows it."
    card = await hands_in(counter, "maria", "identity", "life_insured")
    await counter.reviews(why_other_signer=why, signer_paper_ids=[card])

    assert refused["code"] == "other-signer"
    matched = {one["capacity"]: one["signer_matches"] for one in counter.shown["signatures"]}
    assert matched == {"holder": True, "life_insured": False}
    assert counter.shown["status"] == "in_force"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("María Santos", "maria santos", True),
        ("Mari\u0301a Santos", "Mar\u00eda Santos", True),
        ("Santos, María", "María Santos", True),
        ("María-José Gil", "Maria Jose Gil", True),
        ("王 伟", "王伟", True),
        ("王伟", "王为", False),
        ("María Santos Gil", "María Santos", False),
        ("Donald Duck", "Rosa Gil", False),
        ("", "Rosa Gil", False),
    ],
)
def test_names_are_compared_by_their_words(one: str, other: str, same: bool) -> None:  # noqa: FBT001 - a case
    assert is_same_name(one, other) is same


def test_an_organisation_signs_by_whoever_the_file_lets_speak_for_it() -> None:
    firm = a_customer()
    firm.kind, firm.name = Kind.BUSINESS, "Talleres Gil SL"
    nobody_named = matches("Rosa Gil", firm)
    firm.organisation = Organisation(
        legal_form="SL", representative=Representative(name="Rosa Gil", capacity="director")
    )

    assert nobody_named is None
    assert is_by_another(_signed(matches=nobody_named)) is True  # so it stands on a paper, too
    assert is_by_another(_signed(matches=nobody_named, capacity="life_insured")) is False
    assert (matches("GIL, Rosa", firm), matches("Donald Duck", firm)) == (True, False)


def _signed(
    *, matches: bool | None, capacity: Literal["holder", "life_insured"] = "holder"
) -> Signature:
    return Signature(
        signer="Rosa Gil", capacity=capacity, level=SignatureLevel.SES, document_sha256="0" * 64,
        document_version="1", language="es", opened_at=NOW, signed_at=NOW, scrolled_to_end=True,
        ticks=("Acepto.",), identity_method="eid", identity_result="passed", recorded_by="rosa",
        signer_matches=matches,
    )  # fmt: skip
