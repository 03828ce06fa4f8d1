"""A row of a statement in CSV: a number is a number, and a day is a day."""

from base64 import b64encode
from datetime import date
from decimal import Decimal

import pytest

from chassis.errors import Rejected
from policy.domain.money.statement import Format, Statement
from policy.examples.money import a_csv, a_line
from policy.routes.bank_files import read_statement
from policy.routes.bank_files.refusal import money_of


def read(file: bytes) -> Statement:
    return read_statement(Format.CSV, b64encode(file).decode())


@pytest.mark.parametrize(
    "written", ["1_000.00", "1e3", "\uff11\uff10.00", "", ".", "--1", "1,00", "0x1"]
)
def test_an_amount_in_another_spelling_is_refused(written: str) -> None:
    with pytest.raises(Rejected, match="an amount is no number"):
        money_of(written, "EUR")


@pytest.mark.parametrize(
    ("written", "amount"), [("7", "7.00"), ("-7.5", "-7.50"), ("+07.50000", "7.50"), (".5", "0.50")]
)
def test_an_amount_may_leave_out_what_says_nothing(written: str, amount: str) -> None:
    assert str(money_of(written, "EUR").amount) == amount


@pytest.mark.parametrize(
    "day",
    ["2026-11-26zzzz", "2026-W48-4", "20261126", "2026-02-30", "1950-05-05", "\uff12026-11-26", ""],
)
def test_what_is_no_day_of_our_time_is_refused(day: str) -> None:
    with pytest.raises(Rejected, match="a date is"):
        read(a_csv(a_line("1.00", booked_on=day)))


@pytest.mark.parametrize("day", ["2026-11-26", "2026-11-26T10:00:00Z", "2026-11-26+01:00"])
def test_a_day_may_come_with_its_hour(day: str) -> None:
    [entry] = read(a_csv(a_line("1.00", booked_on=day))).entries

    assert entry.booked_on == date(2026, 11, 26)


def test_an_empty_line_at_the_end_is_the_end_and_none_in_between() -> None:
    first, second = a_csv(a_line("1.00")), a_csv(a_line("2.00"), opening="1001.00")
    row = second.split(b"\r\n", 1)[1]

    assert [one.amount.amount for one in read(first + b"\r\n").entries] == [Decimal(1)]
    with pytest.raises(Rejected, match="line 4 comes after an empty one"):
        read(first + b"\r\n" + row)


def test_rows_in_two_currencies_are_refused_by_their_line() -> None:
    with pytest.raises(Rejected, match="line 3, column currency") as refused:
        read(a_csv(a_line("1.00"), a_line("1.00", currency="USD")))

    assert refused.value.field == "/content"


def test_an_endless_text_is_called_that() -> None:
    with pytest.raises(Rejected, match="endless"):
        read(a_csv(a_line("1.00", text="x" * 200_000)))
