"""Who signed is whom the file names, or whoever reviews it says why that is all right."""

from typing import Any

import pytest

from policy.domain.customer import Kind
from policy.domain.insured_file import Organisation, Representative
from policy.domain.sale.signer import is_same_name, matches
from policy.examples import a_customer


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
    why = "Her maiden name; the identity card shows both."
    body = {"convinces": True, "note": "Seen.", "why_other_signer": why}
    await counter.does("vera", "signature/review", body)

    assert (refused["code"], refused["errors"][0]["pointer"]) == (
        "other-signer", "/why_other_signer",
    )  # fmt: skip
    assert counter.shown["status"] == "in_force"


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
    body = {"convinces": True, "note": "Seen.", "why_other_signer": why}
    await counter.does("vera", "signature/review", body)

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
    assert (matches("GIL, Rosa", firm), matches("Donald Duck", firm)) == (True, False)
