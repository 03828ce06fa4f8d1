"""The points a lawyer must still settle, with the reading that is coded meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass

from statutes.tables import Table, once, parse


@dataclass(frozen=True, slots=True)
class Question:
    """An open point of law."""

    id: str
    question: str
    reading: str


def read_questions(text: str, file: str = "questions.toml") -> Mapping[str, Question]:
    """Every open point, by its id."""
    whole = Table(parse(text, file), file, "file")
    found = []
    for table in whole.tables("question"):
        table.key = name = table.text("id")
        found.append(Question(name, table.text("question"), table.text("reading")))
        table.finish()
    whole.finish()
    once((question.id for question in found), file, "question")
    return {question.id: question for question in found}
