"""What the law promises, as data: time limits, calendars, clocks and late interest.

>>> from statutes import Clock, law
>>> entry = law().entry("CN-23A")
>>> Clock.start(entry, filed_at).due
"""

from statutes.clock import Clock, State
from statutes.entry import Entry, Kind, Roll, Rule, Unit
from statutes.interest import Interest, interest
from statutes.library import Library, law, load
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
    "reckon",
]
