"""A citation, wherever a customer reads it, is in their language."""

import re
from collections.abc import Iterator

import pytest

from statutes import law
from statutes.citing import cited, is_named

# What is the same in both languages: names of places and bodies, and words that both have.
NAMES = {
    *("bis", "ter", "quater", "septies", "Bundesbank", "Arizona", "California", "Iowa", "Utah"),
    *("circular", "Ley", "art", "arts", "Civil", "York", "India", "legal"),
}
ENGLISH = re.compile(
    r"\b(of|the|and|to|by|for|with|Acts?|Laws?|Code|Rules?|Directive|sections?|paragraph|chapter"
    r"|days?|months?|weeks?|EU|EC)\b"
)


def _all() -> Iterator[str]:
    library = law()
    for pack in library.packs.values():
        for rule in pack.rules:
            yield rule.citation
        for entry in pack.entries:
            yield from (entry.citation, entry.count_citation, entry.roll_citation)
            yield from (one.citation for one in (*entry.pauses, *entry.extends))
    yield from (one.citation for series in library.rates.dated.values() for one in series)
    yield from (one.citation for one in library.rates.formulas.values())


CITATIONS = sorted({one for one in _all() if one})


def _words(said: str) -> set[str]:
    """What has small letters: an abbreviation is no word."""
    found = re.findall(r"[^\W\d_]{3,}", said)
    return {one for one in found if not one.isupper()}


@pytest.mark.parametrize("citation", CITATIONS)
def test_every_law_has_its_name_in_each_language(citation: str) -> None:
    assert is_named(citation)
    english, spanish, chinese = (cited(citation, one) for one in ("en", "es", "zh"))
    assert "{" not in english + spanish + chinese


@pytest.mark.parametrize("citation", CITATIONS)
def test_no_english_is_left_in_another_language(citation: str) -> None:
    english, spanish, chinese = (cited(citation, one) for one in ("en", "es", "zh"))

    assert not ENGLISH.search(spanish)
    assert not ENGLISH.search(chinese)
    assert _words(english) & _words(spanish) <= NAMES
    assert {one for one in _words(chinese) if one.isascii()} <= NAMES
    assert re.search(r"[\u4e00-\u9fff]", chinese)


@pytest.mark.parametrize(
    ("citation", "language", "said"),
    [
        ("LCS 15", "es", "Ley 50/1980, de Contrato de Seguro (LCS), art. 15"),
        ("LCS 15", "zh", "西班牙《保险合同法》（LCS）第15条"),
        ("LCS 20.3 to 20.8", "es", "Ley 50/1980, de Contrato de Seguro (LCS), arts. 20.3 a 20.8"),
        ("LCS 20.3 to 20.8", "zh", "西班牙《保险合同法》（LCS）第20.3至20.8条"),
        ("VVG 38(1)", "es", "Ley alemana del contrato de seguro (VVG), § 38(1)"),
        ("VVG 14(1), 14(3)", "zh", "德国《保险合同法》（VVG）第14条第1款、第14条第3款"),
        ("Insurance Law (2015) 37", "zh", "《中华人民共和国保险法》（2015年修正）第37条"),
        ("Insurance Law 3203(a)", "es", "Ley de Seguros de Nueva York, § 3203(a)"),
    ],
)
def test_a_law_is_called_as_it_is_known(citation: str, language: str, said: str) -> None:
    assert cited(citation, language) == said


def test_what_has_no_name_stays_as_it_is_written() -> None:
    assert cited("Test Act 1", "es") == "Test Act 1"
    assert not is_named("Test Act 1")


def test_an_entry_says_its_citation_in_a_language_and_keeps_the_short_one() -> None:
    entry = law().entry("ES-15-EXTINCTION")

    assert entry.citation == "LCS 15"
    assert entry.citation_in("zh") == "西班牙《保险合同法》（LCS）第15条"
