"""The wordings: carried over whole, in three languages, each clause found by its id and version."""

from importlib.resources import files
from itertools import pairwise

import pytest

from contracts.insured import Language
from policy.domain.explaining.clause import Clause, wording_at
from policy.storage import Clauses, UnknownClause
from policy.storage.clauses import clauses_of

# So many clauses in each chapter of the facts, section 6.2.
CHAPTERS = {
    "HOME": {1: 2, 2: 7, 3: 4, 4: 3, 5: 2, 6: 1},
    "MOT": {1: 1, 2: 6, 3: 3, 4: 3, 5: 2, 6: 1},
    "LIFE": {1: 3, 2: 2, 3: 4, 4: 3, 5: 1, 6: 1},
    "HLT": {1: 1, 2: 5, 3: 3, 4: 2, 5: 1, 6: 1},
    "TRV": {1: 2, 2: 6, 3: 4, 4: 1},
    "SME": {1: 1, 2: 6, 3: 3, 4: 3, 5: 2},
}
PREFIXES = {
    "home": "HOME",
    "motor": "MOT",
    "term-life": "LIFE",
    "health": "HLT",
    "travel": "TRV",
    "small-business": "SME",
}


def facts() -> set[str]:
    return {
        f"{prefix}-{chapter}.{number}"
        for prefix, chapters in CHAPTERS.items()
        for chapter, last in chapters.items()
        for number in range(1, last + 1)
    }


def test_every_clause_of_the_facts_is_there_once() -> None:
    ids = [clause.id for clause in Clauses().all()]

    assert len(ids) == len(set(ids)) == 90
    assert set(ids) == facts()


def test_every_clause_speaks_every_language_and_says_that_it_is_illustrative() -> None:
    for clause in Clauses().all():
        assert set(clause.text) == set(Language)
        assert all(text.strip() for text in clause.text.values())
        assert (clause.version, clause.grade, clause.source) == ("1.0", "C", "ours")


@pytest.mark.parametrize("product", PREFIXES)
def test_a_product_has_its_own_clauses_and_says_what_it_does_not_cover(product: str) -> None:
    wording = Clauses().of(product)

    assert {clause.id.partition("-")[0] for clause in wording} == {PREFIXES[product]}
    assert any(clause.excludes for clause in wording)


def test_a_clause_is_read_by_its_version() -> None:
    assert Clauses().get("HOME-3.3", "1.0").product == "home"
    with pytest.raises(UnknownClause):
        Clauses().get("HOME-3.3", "9.0")


def test_sentences_are_the_clause_and_nothing_else() -> None:
    for clause in Clauses().all():
        for language in Language:
            parts = [sentence.text for sentence in clause.sentences(language)]

            assert "".join(parts).replace(" ", "") == clause.text[language].replace(" ", "")
            assert all(one != other for one, other in pairwise(parts))


def test_a_clause_that_pays_may_hold_a_sentence_that_does_not() -> None:
    stock = Clauses().get("SME-3.2", "1.0")
    alcohol = Clauses().get("MOT-2.3", "1.0")

    assert said_no(stock) == [True, True]
    assert said_no(alcohol) == [False]


def said_no(clause: Clause) -> list[bool]:
    return [sentence.not_covered for sentence in clause.sentences(Language.ENGLISH)]


HOME = (files("policy") / "products" / "home" / "clauses.toml").read_text(encoding="utf-8")
SMOKE = """
[[clause]]
id = "HOME-2.1"
version = "1.1"
since = "1.10"
about = "covers"
grade = "C"
source = "ours"
text.en = "Smoke is covered only from outside."
text.es = "El humo solo se cubre si viene de fuera."
text.zh = "只承保来自外部的烟熏。"
"""


def test_a_contract_keeps_the_wording_of_the_version_it_was_sold_on() -> None:
    clauses = clauses_of(HOME + SMOKE, "home")

    sold, later = wording_at(clauses, "1.9"), wording_at(clauses, "1.10")

    assert sold == Clauses().of("home", version="1.0")
    assert [one.id for one in later] == [one.id for one in sold]
    assert [(one.id, one.version) for one in later if one not in sold] == [("HOME-2.1", "1.1")]


def test_a_clause_changes_only_with_a_version_of_its_product() -> None:
    silently = SMOKE.replace('since = "1.10"\n', "")

    with pytest.raises(ValueError, match=r"clause HOME-2.1 1.1 is there twice since 0"):
        clauses_of(HOME + silently, "home")
