"""Money, days and clocks, as readers of each language write them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from chassis.money import Money
from contracts.insured import Language
from contracts.writing import Writing

MADRID = ZoneInfo("Europe/Madrid")
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("language", "amount", "currency", "said"),
    [
        (Language.SPANISH, "157.45", "EUR", "157,45\xa0€"),
        (Language.SPANISH, "12345.60", "USD", "12.345,60\xa0US$"),
        (Language.CHINESE, "1200.00", "CNY", "¥1,200.00"),
        (Language.CHINESE, "-157.45", "EUR", "-€157.45"),
        (Language.ENGLISH, "1200.00", "GBP", "£1,200.00"),
    ],
)
def test_an_amount_is_written_with_its_sign(
    language: Language, amount: str, currency: str, said: str
) -> None:
    assert Writing(language).money(Money(Decimal(amount), currency)) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (Language.SPANISH, "1 de enero de 2027"),
        (Language.CHINESE, "2027年1月1日"),
        (Language.ENGLISH, "January 1, 2027"),
    ],
)
def test_a_day_is_written_out(language: Language, said: str) -> None:
    assert Writing(language).day(date(2027, 1, 1)) == said


def test_an_instant_has_the_name_of_its_zone() -> None:
    at = datetime(2026, 7, 1, 22, tzinfo=UTC)

    spanish, chinese, english = (
        Writing(Language.SPANISH).instant(at, MADRID),
        Writing(Language.CHINESE).instant(at, SHANGHAI),
        Writing(Language.ENGLISH).instant(at, MADRID, "HH:mm"),
    )

    assert spanish == "2 de julio de 2026 a las 0:00 (hora de verano de Europa central)"
    assert chinese == "2026年7月2日 06:00（中国标准时间）"
    assert english == "July 2, 2026 at 00:00 (Central European Summer Time)"


def test_one_o_clock_is_one_in_spanish() -> None:
    at = datetime(2026, 7, 1, 23, tzinfo=UTC)

    assert "a la 1:00" in Writing(Language.SPANISH).instant(at, MADRID)
