"""Facts into words: a template per fact and language, money and days as customers write them."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from jinja2 import PackageLoader, StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment

from contracts.insured import Language
from contracts.writing import LOCALES
from notifications.domain.contact import Contact, zone_called
from notifications.domain.delivery import Letter
from notifications.letters.bank_words import bank_says
from notifications.letters.words import because, called, day, instant, money

TEMPLATES: Final = "templates"
_PARAGRAPHS: Final = re.compile(r"\s*\n\s*\n\s*")


def environment(*, autoescape: bool) -> ImmutableSandboxedEnvironment:
    """Where templates run: no reach into Python, and a misspelt variable is an error."""
    made = ImmutableSandboxedEnvironment(
        loader=PackageLoader("notifications.letters", TEMPLATES),
        autoescape=autoescape,
        undefined=StrictUndefined,
        auto_reload=False,
    )
    made.filters.update(
        bank_says=bank_says, money=money, day=day, instant=instant, because=because, called=called
    )
    return made


def write(fact: str, said: Mapping[str, Any], contact: Contact) -> Letter:
    """The letter about `fact` to `contact`: a subject, plain text, and the same as a page.

    The days of a contract are told by the clocks of what it insures, as its papers and deadlines do
    (`time_zone` of what was said), everything else by the customer's own.
    The page is made from the finished text, so nothing in it can be markup but ours.
    """
    language = contact.language or Language.ENGLISH
    zone = zone_called(said.get("time_zone"), otherwise=contact.zone)
    written = _template(f"{language}/{fact}.txt").render(
        {**said, "name": contact.name, "locale": LOCALES[language], "zone": zone}
    )
    subject, *blocks = _PARAGRAPHS.split(written.strip())
    html = _page().render(
        subject=subject,
        language=language.value,
        paragraphs=[block.splitlines() for block in blocks],
    )
    return Letter(subject=" ".join(subject.split()), text="\n\n".join(blocks) + "\n", html=html)


@cache
def _plain() -> ImmutableSandboxedEnvironment:
    return environment(autoescape=False)


@cache
def _template(path: str) -> Template:
    return _plain().get_template(path)


@cache
def _page() -> Template:
    return environment(autoescape=True).get_template("_page.html")
