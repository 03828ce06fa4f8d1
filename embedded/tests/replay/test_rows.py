"""Rows of a book of claims: read to the cent, or refused by line and reason."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from embedded.replay.rows import COLUMNS, LossRow, Malformed, read

GOOD = {
    "claim_ref": "9621c25b",
    "date_of_loss": "1998-09-28",
    "state": "FL",
    "zip": "32566",
    "cause_code": "1",
    "building_value": "80000",
    "building_coverage": "100000",
    "building_deductible_code": "0",
    "building_damage": "9313",
    "building_paid": "8813.21",
}


def book(folder: Path, *rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> Path:
    path = folder / "claims.csv"
    lines = [",".join(columns), *(",".join(row.get(name, "") for name in columns) for row in rows)]
    path.write_text("\n".join(lines) + "\n")
    return path


def test_a_row_says_what_was_insured_lost_and_paid(tmp_path: Path) -> None:
    [row] = read(book(tmp_path, GOOD))

    assert isinstance(row, LossRow)
    assert row.lost_on == date(1998, 9, 28)
    assert row.deductible == Decimal(500)
    assert row.payable == Decimal("8813.00")
    assert not row.capped


def test_the_deductible_comes_off_before_the_sum_insured_caps(tmp_path: Path) -> None:
    [row] = read(book(tmp_path, GOOD | {"building_damage": "100400"}))

    assert isinstance(row, LossRow)
    assert row.payable == Decimal("99900.00")
    assert not row.capped


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("date_of_loss", "1998-02-30", "date_of_loss: '1998-02-30' is not a date"),
        ("date_of_loss", "", "date_of_loss: empty"),
        ("building_damage", "-1", "building_damage: '-1' is not an amount of zero or more"),
        ("building_damage", "1e999", "building_damage: '1e999' is not an amount"),
        ("building_damage", "NaN", "building_damage: 'NaN' is not an amount"),
        ("building_damage", "0.001", "building_damage: '0.001' is not an amount"),
        ("building_damage", "many", "building_damage: 'many' is not an amount"),
        ("building_deductible_code", "Z", "building_deductible_code: 'Z' is not one of 0 1 2"),
        ("date_of_loss", "0001-01-01", "date_of_loss: 0001-01-01 is not between 1968-08-01"),
        ("cause_code", "12", "cause_code: not a plain ASCII word of at most 1 characters"),
        ("claim_ref", "\u202eabc", "claim_ref: not a plain ASCII word"),
        ("claim_ref", "ñ-1", "claim_ref: not a plain ASCII word"),
        ("claim_ref", "a b", "claim_ref: not a plain ASCII word"),
    ],
)
def test_a_malformed_row_is_named_by_line_and_reason(
    tmp_path: Path, column: str, value: str, reason: str
) -> None:
    bad, good = read(book(tmp_path, GOOD | {column: value}, GOOD | {"claim_ref": "other"}))

    assert isinstance(bad, tuple)
    assert bad[0] == 2
    assert bad[1].startswith(reason)
    assert isinstance(good, LossRow)


def test_a_row_is_the_same_wherever_it_stands(tmp_path: Path) -> None:
    other = GOOD | {"claim_ref": "other"}

    [first, _], [_, second] = (
        list(read(book(tmp_path, GOOD, other))),
        list(read(book(tmp_path, other, GOOD))),
    )

    assert isinstance(first, LossRow)
    assert isinstance(second, LossRow)
    assert first.language == second.language


def test_a_claim_that_stands_twice_is_taken_once(tmp_path: Path) -> None:
    first, second = read(book(tmp_path, GOOD, GOOD))

    assert isinstance(first, LossRow)
    assert second == (3, "claim_ref: 9621c25b stands already on line 2")


def test_a_file_without_the_columns_is_refused_whole(tmp_path: Path) -> None:
    with pytest.raises(Malformed, match="no column building_paid"):
        list(read(book(tmp_path, GOOD, columns=COLUMNS[:-1])))
