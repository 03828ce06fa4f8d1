"""The wordings: carried over whole, in three languages, each clause found by its id and version."""

from itertools import pairwise

import pytest

from contracts.insured import Language
from policy.domain.explaining.clause import Clause
from policy.storage import Clauses, UnknownClause

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
