"""ISO 11649 references: made, read, and found in what people write."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum import iso11649

from policy.domain.money.reference import (
    BadReference,
    printed,
    read_reference,
    reference_for,
    references_in,
)

VECTORS = [
    ("AB2G5", "RF68AB2G5"),
    ("1234512345", "RF451234512345"),
    ("539007547034", "RF18539007547034"),
    ("TU06FX", "RF96TU06FX"),
    ("X2HU4TC28XTYLHASYWT91", "RF14X2HU4TC28XTYLHASYWT91"),
    ("1", "RF741"),
    ("INV2026000123", "RF98INV2026000123"),
    ("HOME2026A7F3", "RF04HOME2026A7F3"),
    ("P00012345M01", "RF31P00012345M01"),
]


@pytest.mark.parametrize(("body", "reference"), VECTORS)
def test_a_reference_has_the_published_check_digits(body: str, reference: str) -> None:
    assert reference_for(body) == reference
    assert read_reference(printed(reference).lower()) == reference


@pytest.mark.parametrize(
    "written",
    [
        "RF19GAX8WS5JYOOUJ87",
        "RF98INV2026000132",
        "RF",
        "RF68AB-2G5",
        "RF00AB2G5",
        "RF" + "00" + "1" * 21,
        "RF141" + "X" * 21,
        "",
        "RF68ÄB2G5",
    ],
)
def test_what_is_no_reference_is_not_read(written: str) -> None:
    assert read_reference(written) is None


def test_check_digits_beyond_their_range_are_refused_though_the_arithmetic_agrees() -> None:
    for nth in range(500):
        reference = reference_for(f"T{nth}")
        wrapped = int(reference[2:4]) + (97 if reference[2:4] == "02" else -97)
        if 0 <= wrapped < 100:
            assert read_reference(f"RF{wrapped:02}T{nth}") is None


@given(st.from_regex(r"RF[0-9]{2}[0-9A-Z]{1,21}", fullmatch=True))
@example("RF68AB2G5")
@example("RF14X2HU4TC28XTYLHASYWT91")
def test_what_is_read_agrees_with_the_published_arithmetic(written: str) -> None:
    checked = reference_for(written[4:])

    assert read_reference(checked) == checked
    assert (read_reference(written) == written) == (
        iso11649.is_valid(written) and written[2:4] not in {"00", "01", "99"}
    )


@pytest.mark.parametrize("body", ["", "a", "A-1", "X" * 22, "Ñ"])
def test_a_body_that_cannot_be_is_refused(body: str) -> None:
    with pytest.raises(BadReference):
        reference_for(body)


@pytest.mark.parametrize(
    "texts",
    [
        ["premium rf98 INV2 0260 0012 3 thank you"],
        ["MY HOME RF98INV202", "6000123"],
        ["RF98INV2026000123"],
        ["RF98 INV2026", "000123 FOR MAY"],
    ],
)
def test_a_reference_is_found_in_a_payers_own_words(texts: list[str]) -> None:
    assert "RF98INV2026000123" in references_in(tuple(texts))
