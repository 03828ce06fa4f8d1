"""One row of a book of flood claims, read into what the company is asked, or why it cannot be.

The columns are those of OpenFEMA's "FIMA NFIP Redacted Claims" that concern the building.
Deductible codes are the programme's own (OpenFEMA data set, `deductibleAmount…` codes).
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final, TypeVar

DEDUCTIBLES: Final[Mapping[str, int]] = {
    "0": 500, "1": 1_000, "2": 2_000, "3": 3_000, "4": 4_000, "5": 5_000, "9": 750,
    "A": 10_000, "B": 15_000, "C": 20_000, "D": 25_000, "E": 50_000,
    "F": 1_250, "G": 1_500, "H": 200,
}  # fmt: skip

PERILS: Final[Mapping[str, str]] = {
    "0": "other_flood", "1": "tidal_water", "2": "river_overflow", "3": "alluvial_fan",
    "4": "rainfall", "7": "flood_erosion", "8": "flood_erosion", "9": "earth_movement",
}  # fmt: skip

COLUMNS: Final = (
    "claim_ref", "date_of_loss", "state", "zip", "cause_code", "building_value",
    "building_coverage", "building_deductible_code", "building_damage", "building_paid",
)  # fmt: skip

V = TypeVar("V")
LANGUAGES: Final = ("en", "es", "zh")
NOON: Final = time(17, tzinfo=UTC)  # about midday over the whole United States
EARLIEST: Final = date(1968, 8, 1)  # the National Flood Insurance Act
LATEST: Final = date(2100, 12, 31)
LARGEST: Final = Decimal(10_000_000_000)
PERIOD: Final = timedelta(days=365)


class Malformed(ValueError):
    """The row cannot be read; the message says which column and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LossRow:
    """A past loss: enough to insure the building, report the damage and compare what was paid."""

    line: int
    ref: str
    lost_on: date
    state: str
    postal_code: str
    peril: str
    value: Decimal
    sum_insured: Decimal
    deductible: Decimal
    damage: Decimal
    paid: Decimal

    @property
    def language(self) -> str:
        """The data name no language; the customers are spread evenly over the ones we serve."""
        return LANGUAGES[sum(self.ref.encode()) % len(LANGUAGES)]

    @property
    def occurred_at(self) -> datetime:
        """An instant within the day of the loss, whichever American time zone it was in."""
        return datetime.combine(self.lost_on, NOON)

    @property
    def starts_on(self) -> date:
        """The policy's first day, half a year before the loss."""
        return self.lost_on - PERIOD / 2

    @property
    def payable(self) -> Decimal:
        """What a correct settlement gives."""
        return max(Decimal(0), min(self.damage - self.deductible, self.sum_insured))

    @property
    def capped(self) -> bool:
        """Whether the sum insured limits the payment."""
        return self.damage - self.deductible > self.sum_insured


def read(path: Path) -> Iterator[LossRow | tuple[int, str]]:
    """Each row of the file, or its line and why it cannot be read."""
    seen: dict[str, int] = {}
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        reader = csv.DictReader(file)
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            raise Malformed(f"{path}: no column {', '.join(missing)}")
        for row in reader:
            line = reader.line_num
            try:
                loss = parse(row, line)
            except Malformed as reason:
                yield line, str(reason)
                continue
            if loss.ref in seen:
                yield line, f"claim_ref: {loss.ref} stands already on line {seen[loss.ref]}"
                continue
            seen[loss.ref] = line
            yield loss


def parse(row: Mapping[str, str | None], line: int) -> LossRow:
    """Read one row."""
    return LossRow(
        line=line,
        ref=_text(row, "claim_ref", longest=64),
        lost_on=_day(row, "date_of_loss"),
        state=_text(row, "state", longest=2),
        postal_code=_text(row, "zip", longest=10),
        peril=_code(row, "cause_code", PERILS),
        value=_amount(row, "building_value"),
        sum_insured=_amount(row, "building_coverage"),
        deductible=Decimal(_code(row, "building_deductible_code", DEDUCTIBLES)),
        damage=_amount(row, "building_damage"),
        paid=_amount(row, "building_paid"),
    )


def _text(row: Mapping[str, str | None], column: str, *, longest: int) -> str:
    text = (row.get(column) or "").strip()
    if not text:
        raise Malformed(f"{column}: empty")
    if len(text) > longest or not text.isascii() or not text.isprintable() or " " in text:
        raise Malformed(f"{column}: not a plain ASCII word of at most {longest} characters")
    return text


def _day(row: Mapping[str, str | None], column: str) -> date:
    text = _text(row, column, longest=10)
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Malformed(f"{column}: {text!r} is not a date such as 1998-02-07") from error
    if not EARLIEST <= day <= LATEST:
        raise Malformed(f"{column}: {text} is not between {EARLIEST} and {LATEST}")
    return day


def _amount(row: Mapping[str, str | None], column: str) -> Decimal:
    text = _text(row, column, longest=20)
    try:
        amount = Decimal(text)
    except InvalidOperation as error:
        raise Malformed(f"{column}: {text!r} is not an amount") from error
    in_range = amount.is_finite() and 0 <= amount < LARGEST
    if not in_range or amount != amount.quantize(Decimal("0.01")):
        raise Malformed(f"{column}: {text!r} is not an amount of zero or more, in whole cents")
    return amount.quantize(Decimal("0.01"))


def _code(row: Mapping[str, str | None], column: str, codes: Mapping[str, V]) -> V:
    text = _text(row, column, longest=1)
    if text not in codes:
        raise Malformed(f"{column}: {text!r} is not one of {' '.join(codes)}")
    return codes[text]
