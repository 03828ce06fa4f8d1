"""What the law promises, as data: time limits, calendars, clocks and late interest.

>>> from statutes import Clock, law
>>> entry = law().entry("CN-23A")
>>> Clock.start(entry, filed_at).due
"""

from statutes.clock import Clock
from statutes.entry import Entry, Rule
from statutes.interest import Interest, interest
from statutes.kinds import Kind, Roll, Unit
from statutes.library import Library, law, load, promises_for, with_promises
from statutes.moves import State
from statutes.reckoning import Reckoning, reckon
from statutes.refusals import BadPack, IllegalMove, NaiveInstant, NotCountable, Refused, Unknown

__all__ = [
    "BadPack",
    "Clock",
    "Entry",
    "IllegalMove",
    "Interest",
    "Kind",
    "Library",
    "NaiveInstant",
    "NotCountable",
    "Reckoning",
    "Refused",
    "Roll",
    "Rule",
    "State",
    "Unit",
    "Unknown",
    "interest",
    "law",
    "load",
    "promises_for",
    "reckon",
    "with_promises",
]
