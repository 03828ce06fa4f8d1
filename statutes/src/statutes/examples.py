"""Entries for tests and rehearsals, with everything filled in that a test is not about."""

from datetime import date
from typing import Any

from statutes.calendars import Calendar
from statutes.entry import Entry
from statutes.kinds import Roll
from statutes.library import law
from statutes.offices import Calendars
from statutes.reading import Defaults, Shelf, read_entry
from statutes.tables import Table

WORDS = {"en": "We answer in time.", "es": "Respondemos a tiempo.", "zh": "我们按时答复。"}


def an_entry(*, calendar: Calendar | None = None, zone: str = "CN", **keys: Any) -> Entry:
    """An entry as a pack would have it; `keys` are those of the file, `zone` a jurisdiction's."""
    shared = law()
    calendars: Calendars = shared.calendars
    if calendar is not None:
        calendars = {**calendars, "TEST": calendar}
    pack = shared.pack(zone)
    values: dict[str, Any] = {
        "id": "TEST-1",
        "lines": ["all"],
        "case_type": "claims",
        "kind": "insurer_duty",
        "start": "first_documents",
        "length": 30,
        "unit": "calendar_day",
        "citation": "Test Act 1",
        "source": ["a test"],
        "grade": "A",
        "valid_from": date(2020, 1, 1),
        "obligation": WORDS,
        "consequence": {"kind": "none", **WORDS},
    }
    name = "TEST" if calendar is not None else zone
    defaults = Defaults(
        jurisdiction=pack.jurisdiction,
        zone=pack.zone,
        calendar=name,
        office=name,
        roll=Roll.NONE,
        count_citation="",
        roll_citation="",
    )
    table = Table(values | keys, "test.toml", "entry")
    return read_entry(table, defaults, Shelf(shared.vocabulary, calendars), {})


PACK_HEAD = """
[pack]
jurisdiction = "XX"
name = { en = "Nowhere", es = "Nada", zh = "无" }
zone = "Europe/Madrid"
calendar = "ES"
text_date = 2026-01-01
"""
_SAID = 'en = "We answer.", es = "Respondemos.", zh = "我们答复。"'
PACK_ENTRY = f"""
[[entry]]
id = "XX-1"
lines = ["life"]
case_type = "claims"
kind = "insurer_duty"
start = "first_documents"
length = 30
unit = "calendar_day"
citation = "Act 1"
source = ["the gazette"]
grade = "A"
valid_from = 2020-01-01
obligation = {{ {_SAID} }}
consequence = {{ kind = "none", {_SAID} }}
"""
