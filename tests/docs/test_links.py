"""Every link in the documents leads somewhere: to a file, and to a heading in it."""

import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
SKIPPED = {".venv", ".tools", ".data", "node_modules"}
DOCUMENTS = [
    path for path in sorted(HOUSE.rglob("*.md")) if not SKIPPED & set(path.relative_to(HOUSE).parts)
]
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")


def anchors(document: Path) -> set[str]:
    """The headings of a Markdown file, as the links to them are written."""
    headings = re.findall(r"^#+ +(.+?) *$", document.read_text(), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in plain}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(HOUSE)))
def test_every_link_leads_somewhere(document: Path) -> None:
    dead = []
    for target in (a or b for a, b in LINK.findall(document.read_text())):
        if re.match(r"[a-z]+:", target):
            continue  # the world outside is not asked
        name, _, anchor = target.partition("#")
        there = (document.parent / name).resolve() if name else document
        if not there.exists() or (
            anchor and there.suffix == ".md" and anchor not in anchors(there)
        ):
            dead.append(target)

    assert dead == []


def test_every_decision_stands_in_the_list() -> None:
    decisions = HOUSE / "docs" / "decisions"

    listed = set(re.findall(r"\]\((\d{4}-[^)]+\.md)\)", (decisions / "README.md").read_text()))

    assert listed == {path.name for path in decisions.glob("[0-9]*.md")}
