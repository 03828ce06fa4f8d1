"""Which entries of a statement an earlier one brought: statements overlap, and come twice.

The bank's own reference tells. Where the statement begins where the last one ended, and what is
known by its reference moves the balance all the same, the two contradict each other.

Without a reference, two entries that say the same are one entry where the balance after them is the
same; they are two where the statement begins where the last one ended. Where the two speak against
each other, or neither speaks, nobody can tell: it waits for a person.

                        begins where the last one ended      does not
same balance            perhaps                              known
other balance           new                                  new where others are known by their
                                                             balance, else perhaps
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from policy.domain.money.statement import Entry, Gap, Import, Statement


@dataclass(frozen=True, kw_only=True)
class Brought:
    """What an earlier statement brought."""

    key: str
    words: str | None
    balance: Decimal | None
    """None of what was imported before balances were kept: then it is any."""


def follows(new: Statement, before: Import | None) -> bool:
    """Whether it begins where the last one ended: then nothing of it was there."""
    if before is None or new.opening != before.closing:
        return False
    if new.sequence is None or before.sequence is None:
        return True
    return new.sequence > before.sequence


def only_new(
    said: Statement, brought: Iterable[Brought], before: Import | None
) -> tuple[Entry, ...]:
    """The entries no earlier statement brought, and those that are perhaps known."""
    earlier = _Earlier(brought)
    next_one = follows(said, before)
    overlaps = any(earlier.has_exactly(one) for one in said.entries)
    moved = sum(one.amount.amount for one in said.entries if earlier.has_reference(one))

    def as_new(one: Entry) -> Entry | None:
        if one.words is not None:
            return _as_new(one, earlier, said, next_one=next_one, overlaps=overlaps)
        if not earlier.has_reference(one):
            return one
        return _perhaps(one, said) if next_one and moved else None

    return tuple(found for one in said.entries if (found := as_new(one)) is not None)


def doubtful(new: Iterable[Entry]) -> list[Gap]:
    """What to warn of."""
    return [Gap.PERHAPS_KNOWN] if any(one.perhaps_known for one in new) else []


class _Earlier:
    """What earlier statements brought, found by what an entry says."""

    def __init__(self, brought: Iterable[Brought]) -> None:
        self.keys: dict[str, Brought] = {}
        self._spoken: dict[str, list[Brought]] = {}
        for one in brought:
            self.keys[one.key] = one
            self._spoken.setdefault(one.words or one.key, []).append(one)

    def alike(self, entry: Entry) -> list[Brought]:
        """Those that say the same."""
        found = self._spoken.get(entry.words or "", [])
        if entry.key == entry.words or entry.key not in self.keys:
            return found
        return [*found, self.keys[entry.key]]

    def has_reference(self, entry: Entry) -> bool:
        """Whether one had the bank's own reference that this one has."""
        return entry.words is None and entry.key in self.keys

    def has_exactly(self, entry: Entry) -> bool:
        """Whether one says the same, with the same balance after it."""
        if entry.words is None:
            return False
        return any(one.balance == entry.balance for one in self.alike(entry))


def _as_new(
    entry: Entry, earlier: _Earlier, said: Statement, *, next_one: bool, overlaps: bool
) -> Entry | None:
    alike = earlier.alike(entry)
    if not alike:
        return entry
    exact = earlier.has_exactly(entry)
    if not next_one and (exact or any(one.balance is None for one in alike)):
        return None
    surely = not exact if next_one else overlaps
    return _perhaps(entry, said, perhaps=not surely)


def _perhaps(entry: Entry, said: Statement, *, perhaps: bool = True) -> Entry:
    """Another one, by a key that no other statement gives; perhaps it came before."""
    return replace(entry, key=f"{entry.key}@{said.statement_id}", perhaps_known=perhaps)
